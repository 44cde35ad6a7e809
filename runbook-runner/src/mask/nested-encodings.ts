import { base64Encodings, toUrlAlphabet } from './byte-encodings.ts';
import { jsonStrings, markup, percentEncodings } from './text-encodings.ts';

/**
 * A text written in one way inside a text written in another: a JSON document in an address, a page in JSON, base64 of
 * base64, JSON in JSON in JSON. What is nested deeper is not recognised.
 */
export function nestedEncodings(value: string): readonly string[] {
  const json = jsonStrings(value);
  const pages = markup(value);
  const addresses = percentEncodings(value);
  const inBase64 = [value, ...json, ...pages, ...addresses].map((text) => Buffer.from(text));
  const base64 = new Set(inBase64.flatMap(base64Encodings));
  return [
    ...addresses.map((text) => text.replaceAll('%', '%25')),
    ...[...json, ...pages].flatMap(percentEncodings),
    ...[...json, ...addresses].flatMap(markup),
    ...[...new Set(pages)].flatMap(jsonStrings),
    ...json.map((text) => JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1)),
    ...base64,
    ...base64Encodings(Buffer.from(value, 'utf16le')),
    ...base64Encodings(Buffer.from(value)).flatMap((text) => base64Encodings(Buffer.from(text))),
  ].flatMap((text) => [text, toUrlAlphabet(text)]);
}
