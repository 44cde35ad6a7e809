/** The ways in which programs write bytes as text. Wrapped lines are the scanner's business. */
export function byteEncodings(bytes: Buffer): readonly string[] {
  const standard = base64Encodings(bytes);
  const base64 = [...new Set([...standard, ...standard.map(toUrlAlphabet)])];
  // Base64 travels in addresses and in JSON, where some programs escape its slashes.
  const carried = base64.flatMap((text) => {
    const upper = text.replace(/[+/=]/g, encodeURIComponent);
    return [text.replaceAll('/', '\\/'), upper, upper.replace(/%../g, (code) => code.toLowerCase())];
  });
  return [...base64, ...carried, ...hexadecimal(bytes), ...numbers(bytes)];
}

/** The other character sets in which a text may be found. */
export function charsetEncodings(value: string): readonly Buffer[] {
  const fitsLatin1 = /^[\0-\xff]*$/.test(value);
  const little = Buffer.from(value, 'utf16le');
  return [little, Buffer.from(little).swap16(), ...(fitsLatin1 ? [Buffer.from(value, 'latin1')] : [])];
}

// Alone, padded or not; and inside something longer, where the place of the first byte modulo 3 is unknown. There the
// characters shared with the neighbours are left out: they hold at most 4 bits of the first and of the last byte.
export function base64Encodings(bytes: Buffer): readonly string[] {
  const inside = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const alone = bytes.toString('base64');
  return [alone, alone.replaceAll('=', ''), ...inside];
}

export function toUrlAlphabet(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

// Lists of numbers, decimal or octal, as languages print bytes; and the octal escapes of every byte.
function numbers(bytes: Buffer): readonly string[] {
  const octal = Array.from(bytes, (byte) => byte.toString(8).padStart(3, '0'));
  const separators = [' ', ', ', ','];
  return [
    ...separators.flatMap((separator) => [[...bytes].join(separator), octal.join(separator)]),
    ...['\\', '\\0', '\\\\'].map((prefix) => octal.map((digits) => prefix + digits).join('')),
  ];
}

function hexadecimal(bytes: Buffer): readonly string[] {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const words = pairs.join('').replace(/(....)(?=.)/g, '$1 ');
  const lower = [...['', ':', ' ', '-', ', '].map((separator) => pairs.join(separator)), words];
  const upper = lower.map((text) => text.toUpperCase());
  const capitals = pairs.map((pair) => pair.toUpperCase());
  const prefixed = ['\\x', '0x', ', 0x', ',0x', ' 0x'].flatMap((prefix) => [pairs.join(prefix), capitals.join(prefix)]);
  return [...lower, ...upper, ...prefixed];
}
