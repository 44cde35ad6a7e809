import type { Argument } from '../../shell-text/argument.ts';
import type { Stdin } from '../../shell-text/stdin.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';

/**
 * Judges a value, wherever it goes: bash expands the subscript of what it reads as a number or as a name, so that
 * `a[$(cmd)]` runs cmd in `[[ $x -gt 0 ]]`, `${b[x]}`, `${s:x}`, `let`, `declare -i`, `test -v`, `unset`, `RANDOM=…`.
 * There are too many such places to find them all: the value itself is what is refused.
 */
export function judgeValue(text: string, frame: Frame, offset: number): void {
  if (!carriesCommand(text)) return;
  recordHazard(
    frame,
    offset,
    'EXPAND',
    'opaque',
    'Une valeur contient une commande entre crochets : bash l’exécute s’il lit cette valeur comme un nombre ou un nom.',
  );
}

/** What is printed for the shell to read again may become a value. */
export function judgePrinted([name, ...args]: readonly Argument[], frame: Frame, stdin: Stdin, offset: number): void {
  const printer = /^(echo|printf|cat|head|tail|sort|cut|tr|sed|[gm]?(awk))$/u.exec(name?.text ?? '');
  if (!printer) return;
  if (stdin.kind === 'text') judgeValue(stdin.text, frame, offset);
  // `n[$(NF - 1)]` is a field in awk: only its strings are printed.
  const texts = args.flatMap(({ text }) => (printer[2] ? (text.match(/"(?:[^"\\]|\\[\s\S])*"/gu) ?? []) : [text]));
  for (const text of texts) judgeValue(text, frame, offset);
}

/** Whether a substitution stands in the subscript of a name. */
export function carriesCommand(text: string): boolean {
  if (!SUBSTITUTION.test(text)) return false;
  let depth = 0;
  for (const [mark] of text.matchAll(MARK)) {
    if (mark === ']') depth = Math.max(0, depth - 1);
    else if (mark.endsWith('[')) depth += 1;
    else if (depth > 0) return true;
  }
  return false;
}

// `$(cmd)`, its backticks, `${ cmd; }`, and `${x@P}`, which expands a value once more.
const SUBSTITUTION = /\$\(|`|@P\}|\$\{[\s|]/u;
// What is not known of a value (the private marks) may end a name.
const MARK = /[\w\]\uFFFC\uE000]\[|\]|\$\(|`|@P\}|\$\{[\s|]/gu;
