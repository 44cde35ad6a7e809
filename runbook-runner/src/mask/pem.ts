/**
 * The bodies of the keys and certificates in a text (PEM, OpenSSH, PGP), without their headers: as one line, and wrapped
 * anew at the widths in use, with each line by itself. Who prints a key may have wrapped it otherwise.
 */
export function pemParts(value: string): readonly string[] {
  const blocks = [...value.matchAll(/-----BEGIN [^\n]*?-----(.*?)-----END /gs)].map((match) => bodyOf(match[1] ?? ''));
  return blocks.flatMap((body) => [
    body,
    ...WIDTHS.flatMap((width) => {
      const lines = body.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
      return [...lines, lines.join('\n'), lines.join('\r\n'), lines.join(' ')];
    }),
  ]);
}

/** PEM, MIME. */
const WIDTHS = [64, 76];

/** Literal `\n` too: an environment variable often holds a key so. */
function bodyOf(text: string): string {
  const lines = text.split(/\\r\\n|\\n|\s*[\r\n]\s*/);
  return lines
    .filter((line) => !line.includes(':'))
    .join('')
    .replaceAll(' ', '');
}
