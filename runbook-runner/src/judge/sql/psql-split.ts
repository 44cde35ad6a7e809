/** A stretch of what psql reads. */
export type PsqlPiece =
  | { readonly kind: 'sql'; readonly text: string }
  /** `\name argument`, to the end of the line. */
  | { readonly kind: 'meta'; readonly name: string; readonly argument: string }
  /** `:name`, replaced as it is. */
  | { readonly kind: 'variable'; readonly name: string }
  /** `:'name'` or `:"name"`, quoted by psql. */
  | { readonly kind: 'quoted-variable'; readonly name: string; readonly quote: "'" | '"' };

/** Cuts a text as psql's own lexer does: strings, dollar quotes and comments hide backslashes and colons. */
export function splitPsql(text: string): readonly PsqlPiece[] {
  const pieces: PsqlPiece[] = [];
  let start = 0;
  let at = 0;
  const flush = (end: number) => {
    if (end > start) pieces.push({ kind: 'sql', text: text.slice(start, end) });
  };
  while (at < text.length) {
    MARK.lastIndex = at;
    const mark = MARK.exec(text);
    if (!mark) break;
    at = mark.index;
    const hidden = hiddenEnd(text, at);
    if (hidden !== null) {
      at = hidden;
      continue;
    }
    const piece = text[at] === '\\' ? metaAt(text, at) : text[at] === ':' ? variableAt(text, at) : null;
    if (piece === null) {
      at += text.startsWith('::', at) || text.startsWith(':=', at) ? 2 : 1;
      continue;
    }
    flush(at);
    pieces.push(piece.piece);
    at = piece.end;
    start = at;
  }
  flush(text.length);
  return pieces;
}

// What may begin something else than plain SQL.
const MARK = /["'$\\:/-]/gu;

/** Where a string, a quoted name or a comment that begins here ends; null when none does. */
function hiddenEnd(text: string, at: number): number | null {
  const rest = (pattern: RegExp): number | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    return found ? at + found[0].length : null;
  };
  const character = text[at];
  if (character === '"') return rest(/"(?:[^"]|"")*("|$)/uy);
  if (character === "'") {
    const escapes = /[eE]/u.test(text[at - 1] ?? '') && !/[\w$]/u.test(text[at - 2] ?? '');
    return escapes ? rest(/'(?:[^'\\]|''|\\[\s\S])*('|$)/uy) : rest(/'(?:[^']|'')*('|$)/uy);
  }
  if (character === '-' && text[at + 1] === '-') return rest(/--[^\n]*/uy);
  if (character === '/' && text[at + 1] === '*') return commentEnd(text, at);
  if (character === '$' && !/[\w$]/u.test(text[at - 1] ?? '')) {
    const tag = /^\$(?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$/u.exec(text.slice(at, at + 80))?.[0];
    if (tag === undefined) return null;
    const end = text.indexOf(tag, at + tag.length);
    return end < 0 ? text.length : end + tag.length;
  }
  return null;
}

// PostgreSQL's comments nest.
function commentEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('/*', at)) {
      depth++;
      at++;
    } else if (text.startsWith('*/', at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

// `\name` takes the rest of its line, or up to the next `\\`; the names psql does not know are judged as such.
function metaAt(text: string, at: number): { readonly piece: PsqlPiece; readonly end: number } {
  const found = /^\\([A-Za-z_]+\+?|[^\sA-Za-z_]|)/u.exec(text.slice(at, at + 64));
  const name = (found?.[1] ?? '').replace(/\+$/u, '');
  const from = at + (found?.[0].length ?? 1);
  const newline = text.indexOf('\n', from);
  const end = newline < 0 ? text.length : newline;
  if (name === '\\' || name === ';' || name === ':')
    return { piece: { kind: 'sql', text: name === '\\' ? ' ' : name }, end: from };
  const stop = WHOLE_LINE.has(name) ? end : from + nextBackslash(text.slice(from, end));
  return { piece: { kind: 'meta', name, argument: text.slice(from, stop) }, end: stop };
}

/** These take the rest of their line as it is, backslashes included. */
const WHOLE_LINE = new Set(['!', 'copy', 'o', 'w', 'g', 'gx', 'h', 'help', 'sf', 'sv', 'ef', 'ev']);

/** Where a backslash outside of quotes begins the next command of a line; its length when none does. */
function nextBackslash(line: string): number {
  const hidden = /^(?:'(?:[^'\\]|''|\\[\s\S])*'|"[^"]*"|`[^`]*`|[^\\'"`]|['"`])*/u.exec(line)?.[0].length;
  return hidden ?? line.length;
}

function variableAt(text: string, at: number): { readonly piece: PsqlPiece; readonly end: number } | null {
  if (text[at - 1] === ':' || text[at + 1] === ':' || text[at + 1] === '=') return null;
  const rest = text.slice(at + 1, at + 130);
  const quoted = /^(['"])(\w+)\1/u.exec(rest);
  if (quoted) {
    const quote = quoted[1] === "'" ? "'" : '"';
    return { piece: { kind: 'quoted-variable', name: quoted[2] ?? '', quote }, end: at + 1 + quoted[0].length };
  }
  const defined = /^\{\?\w+\}/u.exec(rest);
  if (defined) return { piece: { kind: 'sql', text: 'true' }, end: at + 1 + defined[0].length };
  // A slice such as a[1:2] has a number; a name is a variable.
  const name = /^[A-Za-z_]\w*/u.exec(rest)?.[0];
  return name === undefined ? null : { piece: { kind: 'variable', name }, end: at + 1 + name.length };
}
