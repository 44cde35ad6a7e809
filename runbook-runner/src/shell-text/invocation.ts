import type { Argument } from './argument.ts';
import { baseName, exactValue } from './argument.ts';
import { EVALUATING_BUILTINS } from './evaluating-builtins.ts';
import type { Call, Grammar } from './grammar.ts';
import { isUnderstood, levelsOf } from './grammar.ts';

/**
 * Every program that a command line runs: `sudo`, then `timeout`, then `curl`; and the texts that it gives to a shell.
 * @param grammarOf what is known of a program, by its name without folder.
 * @param where the line itself stands: in a text that is read in a service, or on another machine.
 */
export function invocationsOf(
  argv: readonly Argument[],
  grammarOf: (name: string) => Grammar | undefined,
  where: Where = { service: null, elsewhere: false },
): InvocationsAndTexts {
  const found: Found = { invocations: [], texts: [] };
  follow(argv, { service: where.service, elsewhere: where.elsewhere, consumed: false }, 0, found, grammarOf);
  return found;
}

function follow(
  argv: readonly Argument[],
  place: Place,
  depth: number,
  found: Found,
  grammarOf: (name: string) => Grammar | undefined,
): void {
  const word = exactValue(argv[0]);
  if (word === null || depth > DEEPEST) return;
  const args = argv.slice(1);
  if (/^@[^:]+(:run)?$/u.test(word))
    return follow(args, { ...place, service: word, elsewhere: true }, depth + 1, found, grammarOf);
  const program = word.startsWith('@') ? word : baseName(word);
  const grammar = builtins.get(program) ?? grammarOf(program) ?? { names: [program] };
  const levels = levelsOf(grammar, program, args);
  const last = levels.at(-1) ?? levels[0];
  found.invocations.push({ ...place, word, program, args, call: last.call });
  if (!last.grammar.runs || !isUnderstood(last)) return;
  for (const inner of last.grammar.runs(last.call)) {
    if (inner.kind !== 'command' && inner.kind !== 'shell' && inner.kind !== 'shell-stdin') continue;
    const elsewhere = place.elsewhere || inner.elsewhere === true;
    if (inner.kind === 'command') {
      const consumed = place.consumed || inner.consumes === true;
      follow(inner.argv, { ...place, elsewhere, consumed }, depth + 1, found, grammarOf);
    } else {
      const text = inner.kind === 'shell' ? inner.text.text : null;
      const here = inner.kind === 'shell' && inner.here === true;
      found.texts.push({ ...place, elsewhere, text, here });
    }
  }
}

/** Wrappers in wrappers: what is deeper is not followed. */
const DEEPEST = 8;
const builtins: ReadonlyMap<string, Grammar> = new Map(Object.entries(EVALUATING_BUILTINS));

export interface InvocationsAndTexts {
  readonly invocations: readonly Invocation[];
  readonly texts: readonly GivenText[];
}

interface Found {
  readonly invocations: Invocation[];
  readonly texts: GivenText[];
}

/** Where a program runs. */
export interface Where {
  /** `@db` when it runs there. */
  readonly service: string | null;
  /** In a service, in a container or on another machine: its folders are not those of the step. */
  readonly elsewhere: boolean;
}

interface Place extends Where {
  /** A wrapper (`xargs`, `find`) takes the standard input of the command for itself. */
  readonly consumed: boolean;
}

export interface Invocation extends Place {
  /** As it is written, with its folder. */
  readonly word: string;
  /** Without its folder. */
  readonly program: string;
  readonly args: readonly Argument[];
  /** The same with its options read, and its subcommands entered. */
  readonly call: Call;
}

/** A text that a shell reads. */
export interface GivenText extends Place {
  /** Null: on the standard input of the command. */
  readonly text: string | null;
  /** By this very shell (`eval`). */
  readonly here: boolean;
}
