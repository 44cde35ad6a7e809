/**
 * What of a secret is secret by itself: the value, without its surrounding space and quotes, the password inside an
 * address or a connection string, the lines of a key, the texts of a JSON document.
 */
export function partsOf(value: string): SecretParts {
  const trimmed = value.trim();
  const unquoted = trimmed.replace(/^(["'])(.*)\1$/s, '$2');
  const lines = value.split(/\r\n|[\r\n]/).map((line) => line.trim());
  return {
    whole: [...new Set([unquoted, ...passwords(lines)])],
    others: [
      value,
      trimmed,
      ...lines.filter((line) => !/^-----.*-----$/.test(line)),
      ...pemBodies(value),
      ...jsonTexts(trimmed),
    ],
  };
}

export interface SecretParts {
  /** If one of these cannot be protected, the secret cannot. */
  readonly whole: readonly string[];
  /** Protected when long enough. */
  readonly others: readonly string[];
}

function passwords(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const inUserinfo = /^[a-z][a-z0-9+.-]*:\/\/[^:@/\s]*:(\S+)@/i.exec(line)?.[1];
    const query = /^[a-z][a-z0-9+.-]*:\/\/[^\s#]*/i.exec(line)?.[0] ?? '';
    const inQuery = [...query.matchAll(/[?&][^=&\s]*(?:pass|secret|token|key|sig)[^=&\s]*=([^&#\s]+)/gi)].map(
      (m) => m[1],
    );
    const inConnectionString = /\bpassword\s*=\s*(?:'((?:[^'\\]|\\.)*)'|([^\s']+))/i.exec(line);
    const inPgpass = /^[^:#\s]+:(?:\d+|\*):[^:]*:[^:]*:(.+)$/.exec(line)?.[1];
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

function pemBodies(value: string): readonly string[] {
  return [...value.matchAll(/-----BEGIN [^-]+-----([^-]+)-----END/g)].map((match) => (match[1] as string).trim());
}

function jsonTexts(text: string): readonly string[] {
  if (!/^[[{"]/.test(text)) return [];
  try {
    return leaves(JSON.parse(text));
  } catch {
    return [];
  }
}

function leaves(node: unknown): readonly string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(leaves) : [];
}
