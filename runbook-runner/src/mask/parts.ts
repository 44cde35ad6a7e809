import { pemParts } from './pem.ts';

/**
 * What of a secret is secret by itself: the value, without its surrounding space and quotes, the password inside an
 * address or a connection string, the lines of a key, the texts of a JSON document and what is in them.
 */
export function partsOf(value: string): SecretParts {
  const trimmed = value.trim();
  const unquoted = trimmed.replace(/^(["'])(.*)\1$/s, '$2');
  const lines = value.split(LINE_END).map((line) => line.trim());
  const texts = jsonTexts(trimmed);
  const inTexts = texts.map(partsOf);
  const body = lines.filter((line) => !/^-----.*-----$/.test(line));
  const isDocument = lines.length > MANY_LINES;
  return {
    whole: [...new Set([unquoted, ...passwords(lines)])],
    others: [
      value,
      trimmed,
      ...(isDocument ? [] : body),
      ...(lines.length > 1 ? ['\n', '\r\n', ' '].map((end) => trimmed.split(LINE_END).join(end)) : []),
      ...texts,
      ...inTexts.flatMap(({ whole, others }) => [...whole, ...others]),
    ],
    pieces: [...(isDocument ? body : []), ...pemParts(value), ...inTexts.flatMap(({ pieces }) => pieces)],
    words: [
      ...lines.flatMap((line) => /^[a-z_][\w.@-]{0,63}:(?!\/\/)(\S.*)/is.exec(line)?.[1] ?? []),
      ...inTexts.flatMap(({ words }) => words),
    ],
  };
}

export interface SecretParts {
  /** If one of these cannot be protected, the secret cannot. */
  readonly whole: readonly string[];
  /** Protected when long enough. */
  readonly others: readonly string[];
  /** The same, in fewer forms: a key has a hundred of them. */
  readonly pieces: readonly string[];
  /** What follows a name and a colon, perhaps a password: protected, as a whole word when it is short. */
  readonly words: readonly string[];
}

const LINE_END = /\r\n|[\r\n]/;
const MANY_LINES = 8;

function passwords(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const inUserinfo = /^[a-z][a-z0-9+.-]*:\/\/[^:@/\s]*:(\S+)@/i.exec(line)?.[1];
    const query = /^[a-z][a-z0-9+.-]*:\/\/[^\s#]*/i.exec(line)?.[0] ?? '';
    const inQuery = [...query.matchAll(/[?&][^=&\s]*(?:pass|secret|token|key|sig)[^=&\s]*=([^&#\s]+)/gi)].map(
      (m) => m[1],
    );
    const inConnectionString = /\bpassword\s*=\s*(?:'((?:[^'\\]|\\.)*)'|([^\s']+))/i.exec(line);
    const inPgpass = /^[^:#\s]+:(?:\d+|\*):[^:]*:[^:]*:(.+)/s.exec(line)?.[1];
    const written = [inUserinfo, ...inQuery, inConnectionString?.[1] ?? inConnectionString?.[2], inPgpass];
    return written
      .filter((text) => text !== undefined)
      .flatMap((text) => [text, percentDecoded(text), text.replace(/\\(.)/g, '$1')]);
  });
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function jsonTexts(text: string): readonly string[] {
  try {
    return leaves(JSON.parse(text));
  } catch {
    return [];
  }
}

function leaves(node: unknown): readonly string[] {
  if (typeof node === 'string') return [node];
  return node instanceof Object ? Object.values(node).flatMap(leaves) : [];
}
