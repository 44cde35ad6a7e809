/**
 * The ways in which programs of an operations page write a text inside another one: what would show a secret is
 * looked for in each of them. Duplicates and the text itself are not left out.
 */
export function textEncodings(value: string): readonly string[] {
  const once = new Set([
    value,
    ...jsonStrings(value),
    ...shellWords(value),
    ...programStrings(value),
    ...sqlStrings(value),
    ...markup(value),
    ...percentEncodings(value),
    ...everyCharacter(value),
    each(value, (char) => (/[A-Za-z0-9_]/.test(char) ? char : `\\${char}`)),
    value.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'),
    value.replace(/[.*+?^${}()|[\]\\\-&~#\s]/g, '\\$&'),
  ]);
  // A line of a JSON log holds any of the above, a JSON document in JSON being the commonest.
  return [...once, ...Array.from(once, (text) => JSON.stringify(text).slice(1, -1))];
}

// What programs write that leave no character as it is.
function everyCharacter(value: string): readonly string[] {
  return [
    each(value, (_char, _index, code) => `&#${code};`),
    ...[1, 4].flatMap((width) => [
      each(value, (_char, _index, code) => `&#x${hex(code, width)};`),
      each(value, (_char, _index, code) => `&#x${hex(code, width).toUpperCase()};`),
    ]),
    each(value, (_char, _index, code) => `&#${String(code).padStart(3, '0')};`),
    Array.from({ length: value.length }, (_, index) => unicode(value.charAt(index))).join(''),
    Array.from({ length: value.length }, (_, index) => upperUnicode(unicode(value.charAt(index)))).join(''),
    percent(value, NOTHING),
    percent(value, NOTHING).toLowerCase(),
  ];
}

const NOTHING = /(?!)/;

// The escapes of addresses, of their parts, of forms.
export function percentEncodings(value: string): readonly string[] {
  return KEPT_IN_ADDRESSES.flatMap((kept) => {
    const upper = percent(value, kept);
    const form = upper.replaceAll('%20', '+');
    return [
      upper,
      upper.replace(/%../g, (code) => code.toLowerCase()),
      form,
      form.replace(/%../g, (c) => c.toLowerCase()),
    ];
  });
}

// Unreserved (RFC 3986), encodeURIComponent, Python's quote, forms, userinfo (RFC 3986, then the URL standard), encodeURI,
// PHP's rawurlencode, paths and queries of the URL standard.
const KEPT_IN_ADDRESSES = [
  /[A-Za-z0-9\-_.~]/,
  /[A-Za-z0-9\-_.~!'()*]/,
  /[A-Za-z0-9\-_.~/]/,
  /[A-Za-z0-9\-_.*]/,
  /[A-Za-z0-9\-_.~!$&'()*+,;=%]/,
  /[A-Za-z0-9\-_.~!$&'()*+,%]/,
  /[A-Za-z0-9\-_.~!$&'()*+,;=:@/?#]/,
  /[A-Za-z0-9\-_.]/,
  /[!$-;=@-_a-z|~]/,
  /[!$-;=?-~]/,
  /[!$%&(-;=?-~]/,
];

function percent(value: string, kept: RegExp): string {
  return each(value, (char) => (kept.test(char) ? char : perByte(char, (byte) => `%${hex(byte, 2).toUpperCase()}`)));
}

export function jsonStrings(value: string): readonly string[] {
  const plain = JSON.stringify(value).slice(1, -1);
  const html = plain.replace(/[<>&\u2028\u2029]/g, (char) => unicode(char));
  const strict = html.replace(/['`+]|\\"/g, (text) => unicode(text.at(-1) as string));
  const slashed = plain.replaceAll('/', '\\/');
  const forms = [plain, html, strict, slashed];
  return forms.flatMap((form) => {
    const ascii = form.replace(/[^\0-\x7e]/g, (char) => unicode(char));
    return [form, ascii, upperUnicode(form), upperUnicode(ascii)];
  });
}

function unicode(unit: string): string {
  return `\\u${hex(unit.charCodeAt(0), 4)}`;
}

function upperUnicode(text: string): string {
  return text.replace(/\\u[0-9a-f]{4}/g, (code) => `\\u${code.slice(2).toUpperCase()}`);
}

// `printf %q`, `${x@Q}`, `declare -p`, `set -x`, `export -p`, Python's shlex.quote.
function shellWords(value: string): readonly string[] {
  return [
    value.replaceAll("'", "'\\''"),
    value.replaceAll("'", `'"'"'`),
    value.replaceAll("'", "'\\'"),
    value.replace(/["$`\\]/g, '\\$&'),
    value.replace(/["$`\\!]/g, '\\$&'),
    each(value, (char, index) => (isQuotedByShell(char, index === 0) ? `\\${char}` : char)),
    ansiC(value, (char) => char),
    ansiC(value, (char) => perByte(char, (byte) => `\\${byte.toString(8).padStart(3, '0')}`)),
  ];
}

function isQuotedByShell(char: string, first: boolean): boolean {
  return /[\s!"$&'()*,;<>?[\\\]^`{|}]/.test(char) || (first && /[#~]/.test(char));
}

// Bash's $'…'.
function ansiC(value: string, beyondAscii: (char: string) => string): string {
  return each(value, (char, _index, code) => {
    if (ANSI_C[char] !== undefined) return ANSI_C[char];
    if (code < 0x20 || code === 0x7f) return `\\${code.toString(8).padStart(3, '0')}`;
    return code > 0x7f ? beyondAscii(char) : char;
  });
}

const ANSI_C: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\E',
  '\\': '\\\\',
  "'": "\\'",
};

// C, Python (repr, ascii, repr of bytes), Node's inspect, YAML's double quotes.
function programStrings(value: string): readonly string[] {
  return LANGUAGES.flatMap(({ controls, upper, beyondAscii }) =>
    ['"', "'", ''].flatMap((quote) =>
      beyondAscii.map((beyond) =>
        each(value, (char, _index, code) => {
          if (char === '\\' || char === quote) return `\\${char}`;
          if (controls[char] !== undefined) return controls[char];
          if (code >= 0x20 && code < 0x7f) return char;
          const text = code <= 0x7f ? numbered(code) : beyond(char, code);
          return upper && text !== char ? text.replace(/[0-9a-f]+$/, (digits) => digits.toUpperCase()) : text;
        }),
      ),
    ),
  );
}

const PYTHON = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const C = { ...PYTHON, '\x07': '\\a', '\b': '\\b', '\v': '\\v', '\f': '\\f' };
const JAVASCRIPT = { ...PYTHON, '\b': '\\b', '\v': '\\v', '\f': '\\f' };
const YAML = { ...C, '\0': '\\0', '\x1b': '\\e', '\x85': '\\N', '\xa0': '\\_' };

const kept = (char: string): string => char;
const numbered = (code: number): string => codePoint('', code);
const hexBytes = (char: string): string => perByte(char, (byte) => `\\x${hex(byte, 2)}`);
const octalBytes = (char: string): string => perByte(char, (byte) => `\\${byte.toString(8).padStart(3, '0')}`);
const astralOnly = (char: string, code: number): string => (code > 0xffff ? codePoint(char, code) : char);

const LANGUAGES: readonly Language[] = [
  { controls: PYTHON, upper: false, beyondAscii: [kept, hexBytes, codePoint] },
  { controls: C, upper: false, beyondAscii: [kept, hexBytes, octalBytes, codePoint] },
  { controls: JAVASCRIPT, upper: true, beyondAscii: [kept, codePoint] },
  { controls: YAML, upper: true, beyondAscii: [kept, codePoint, astralOnly] },
];

function codePoint(_char: string, code: number): string {
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

// 'it''s', which is YAML's and CSV's way too, and E'it''s \\'.
function sqlStrings(value: string): readonly string[] {
  const doubled = value.replaceAll("'", "''");
  return [doubled, doubled.replaceAll('\\', '\\\\'), value.replaceAll('"', '""')];
}

export function markup(value: string): readonly string[] {
  return QUOTES_IN_MARKUP.flatMap(([double, single]) => {
    const text = value.replace(/[&<>]/g, (char) => ENTITIES[char] as string);
    const quoted = text.replaceAll('"', double).replaceAll("'", single);
    const numeric = (write: (code: number) => string): string =>
      each(quoted, (char, _index, code) => (code > 0x7f ? write(code) : char));
    return [
      quoted,
      numeric((code) => `&#${code};`),
      numeric((code) => `&#x${hex(code, 1)};`),
      numeric((code) => `&#x${hex(code, 1).toUpperCase()};`),
    ];
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const QUOTES_IN_MARKUP = [
  ['"', "'"],
  ['&quot;', "'"],
  ['&quot;', '&apos;'],
  ['&quot;', '&#39;'],
  ['&quot;', '&#x27;'],
  ['&quot;', '&#039;'],
  ['&#34;', '&#39;'],
] as const;

function each(value: string, write: (char: string, index: number, code: number) => string): string {
  return Array.from(value, (char, index) => write(char, index, char.codePointAt(0) as number)).join('');
}

function perByte(char: string, write: (byte: number) => string): string {
  return Array.from(Buffer.from(char), write).join('');
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

interface Language {
  readonly controls: Readonly<Record<string, string>>;
  readonly upper: boolean;
  readonly beyondAscii: readonly ((char: string, code: number) => string)[];
}
