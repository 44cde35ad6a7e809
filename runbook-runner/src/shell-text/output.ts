import type { Command, CommandNode, Statement } from 'unbash';
import { exactValue, HOLE } from './argument.ts';
import type { Known } from './known.ts';
import type { Stdin } from './stdin.ts';
import { stdinOf } from './stdin.ts';
import { resolveWords } from './word.ts';

/** What a command prints, when its text says it: `echo`, `printf` and `cat`, alone or one after the other. Null: unknown. */
export function outputOf(node: CommandNode, known: Known, stdin: Stdin): string | null {
  switch (node.type) {
    case 'BraceGroup':
    case 'Subshell':
      return concatenated(node.body.commands, known);
    case 'Command':
      return node.redirects.some((redirect) => redirect.operator.includes('>')) ? null : printedBy(node, known, stdin);
    default:
      return null;
  }
}

/** What a simple command prints, wherever its output goes. */
export function printedBy(node: Command, known: Known, stdin: Stdin): string | null {
  if (node.name === undefined || (node.name.parts === undefined && !PRINTERS.has(node.name.value))) return null;
  const words = node.args.filter((word) => word.type === 'Word');
  const argv = resolveWords([node.name, ...words], known);
  const [name, ...args] = argv.map((argument) => (argument.split || argument.glob ? HOLE : argument.text));
  if (exactValue(argv[0]) === null || known.functions.has(name ?? '')) return null;
  if (name === 'echo') return echoed(args);
  if (name === 'printf') return printed(args);
  const input = stdinOf(node.redirects, known) ?? stdin;
  return name === 'cat' && args.length === 0 && input.kind === 'text' ? input.text : null;
}

const PRINTERS = new Set(['echo', 'printf', 'cat']);

function concatenated(statements: readonly Statement[], known: Known): string | null {
  let text = '';
  for (const { command } of statements) {
    const part =
      command.type === 'Pipeline' || command.type === 'AndOr' ? null : outputOf(command, known, { kind: 'unknown' });
    if (part === null) return null;
    text += part;
  }
  return text;
}

function echoed(args: readonly string[]): string | null {
  const [first] = args;
  if (first === '-n') return args.slice(1).join(' ');
  if (first?.startsWith('-') || first?.startsWith(HOLE))
    return /^-[neE]+$/u.test(first) || first.startsWith(HOLE) ? null : `${args.join(' ')}\n`;
  return `${args.join(' ')}\n`;
}

// %s, %b without escapes, and the usual \n and \t; anything else is not worth guessing.
function printed(args: readonly string[]): string | null {
  const [format, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined || format.startsWith('-') || format.includes(HOLE)) return null;
  if (/%[^sb%]|\\[^nt\\]/u.test(format) || rest.some((text) => text.includes('\\'))) return null;
  let text = '';
  let next = 0;
  do {
    text += format.replace(/%%|%[sb]|\\./gu, (found) => {
      if (found === '%%') return '%';
      if (found.startsWith('%')) return rest[next++] ?? '';
      return found === '\\n' ? '\n' : found === '\\t' ? '\t' : '\\';
    });
  } while (next > 0 && next < rest.length);
  return text;
}
