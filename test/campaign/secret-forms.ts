/**
 * The forms in which a secret is placed, by name: written apart from the code under test, with what the platform itself
 * offers.
 */
export function formsOf(secret: string): readonly Form[] {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const address = encodeURIComponent(secret);
  const page = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const utf16 = Buffer.from(secret, 'utf16le');
  const hex = bytes.toString('hex');
  const pairs = hex.match(/../g) ?? [];
  const codes = (write: (code: number) => string): string =>
    Array.from(secret, (character) => write(character.codePointAt(0) ?? 0)).join('');
  const units = (write: (unit: string) => string): string =>
    Array.from({ length: secret.length }, (_, index) =>
      write(secret.charCodeAt(index).toString(16).padStart(4, '0')),
    ).join('');
  const texts: Readonly<Record<string, string | Buffer>> = {
    raw: secret,
    'UTF-16LE': utf16,
    'UTF-16BE': Buffer.from(utf16).swap16(),
    json,
    'json in json': JSON.stringify(json).slice(1, -1),
    'json in json in json': JSON.stringify(JSON.stringify(json).slice(1, -1)).slice(1, -1),
    'json, all escaped': units((unit) => `\\u${unit}`),
    'json, all escaped, upper': units((unit) => `\\u${unit.toUpperCase()}`),
    'json for a page': json.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
    'json with slashes': json.replaceAll('/', '\\/'),
    address,
    'address, lower': address.replace(/%../g, (code) => code.toLowerCase()),
    'address, all escaped': pairs.map((pair) => `%${pair.toUpperCase()}`).join(''),
    'address in address': encodeURIComponent(address),
    form: new URLSearchParams([['', secret]]).toString().slice(1),
    'json in address': encodeURIComponent(json),
    'page in address': encodeURIComponent(page),
    'base64 in address': encodeURIComponent(bytes.toString('base64')),
    page,
    'page, decimal': codes((code) => `&#${code};`),
    'page, hexadecimal': codes((code) => `&#x${code.toString(16)};`),
    'page in json': JSON.stringify(page).slice(1, -1),
    'json in page': json
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
    base64: bytes.toString('base64'),
    'base64 without padding': bytes.toString('base64').replaceAll('=', ''),
    base64url: bytes.toString('base64url'),
    'base64 of UTF-16': utf16.toString('base64'),
    'base64 of base64': Buffer.from(bytes.toString('base64')).toString('base64'),
    'base64 of json': Buffer.from(json).toString('base64'),
    'base64 of address': Buffer.from(address).toString('base64'),
    'base64 of page': Buffer.from(page).toString('base64'),
    hex,
    'hex, upper': hex.toUpperCase(),
    'hex with colons': pairs.join(':'),
    'hex with spaces': pairs.join(' '),
    'hex, escaped': pairs.map((pair) => `\\x${pair}`).join(''),
    'hex in C': pairs.map((pair) => `0x${pair}`).join(', '),
    'decimal bytes': [...bytes].join(', '),
    'octal escapes': Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
    'octal bytes': Array.from(bytes, (byte) => byte.toString(8).padStart(3, '0')).join(' '),
    "shell '…'": secret.replaceAll("'", "'\\''"),
    'shell "…"': secret.replace(/["$`\\]/g, '\\$&'),
    sql: secret.replaceAll("'", "''"),
    csv: secret.replaceAll('"', '""'),
    regex: secret.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'),
    bold: Array.from(secret, (c) => (/\s/.test(c) ? c : `${c}\b${c}`)).join(''),
    underlined: Array.from(secret, (c) => (/\s/.test(c) ? c : `_\b${c}`)).join(''),
  };
  const alone = Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text), edges: 0 }));
  // In something longer, the first and the last characters hold bits of the neighbours.
  const inside = ['a', 'ab', 'abc'].flatMap((before) => {
    const text = Buffer.from(`${before}${secret}yz`).toString('base64');
    const twice = Buffer.from(text).toString('base64');
    return [
      { name: `base64 after ${before}`, bytes: Buffer.from(text), edges: 5 },
      { name: `base64 of base64 after ${before}`, bytes: Buffer.from(twice), edges: 9 },
    ];
  });
  return [...alone, ...inside];
}

export interface Form {
  readonly name: string;
  readonly bytes: Buffer;
  /** Characters at each end that may be shown. */
  readonly edges: number;
}
