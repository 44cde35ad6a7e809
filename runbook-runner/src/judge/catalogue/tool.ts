import type { Call } from '../../shell-text/grammar.ts';
import type { Case, Entry, HazardCase } from './entry.ts';

/** A tool that does many things: what is not said to read counts as `otherwise`. Its documentation says which verbs read. */
export function tool({ names, options, reads, writes, runs, cases = [], otherwise }: Tool): Entry {
  const own: Case[] = [
    {
      risk: 'safe',
      when: (call) =>
        reads.includes(call.args[0]?.text ?? '') ||
        (call.args.length > 1 && call.args.at(-1)?.text === '--help' && words(call).length === call.args.length - 1) ||
        words(call).some((_, index, all) => reads.includes(all.slice(0, index + 1).join(' '))),
    },
    ...cases,
    otherwise,
  ];
  const grammar = options === undefined ? {} : { options, stop: true };
  if (writes) own.unshift({ ...otherwise, ...MORE, when: (call) => call.args.some(({ text }) => writes.test(text)) });
  if (runs) own.unshift({ ...RUNS, when: (call) => call.args.some(({ text }) => runs.test(text)) });
  return { names: names.split(' '), ...grammar, cases: own, shownAs };
}

/** The name and its first verbs. */
export function shownAs(call: Call): string {
  const verbs = words(call)
    .slice(0, 2)
    .filter((word) => /^[a-z][\w-]*$/u.test(word));
  return [call.name, ...verbs].join(' ');
}

/** The verb, and what it names: the words before the first option that follows them. */
export function words(call: Call): readonly string[] {
  const texts = call.operands.map(({ text, split, glob }) => (split || glob ? '' : text));
  // `terraform -chdir=infra plan`
  const first = texts.findIndex((text) => !/^--?[\w-]+=/u.test(text));
  const rest = first < 0 ? [] : texts.slice(first);
  const end = rest.findIndex((text) => text.startsWith('-') || text === '');
  return end < 0 ? rest : rest.slice(0, end);
}

const MORE = { risk: 'destructive', text: 'reçoit une option avec laquelle il ne fait pas que lire' } as const;
const RUNS: HazardCase = {
  rule: 'EXEC-OPAQUE',
  risk: 'opaque',
  text: 'reçoit une option qui peut lancer un programme',
};

interface Tool {
  /** Separated by spaces. */
  readonly names: string;
  /** Grammar of the options that stand before the verb; absent: only `-name=value`. */
  readonly options?: string;
  /** Verbs that read: `list`, `rollout status`. */
  readonly reads: readonly string[];
  /** Options with which even these write a file, or forget something. */
  readonly writes?: RegExp;
  /** Options with which they run a program, or another order. */
  readonly runs?: RegExp;
  /** More that is known, looked at before `otherwise`. */
  readonly cases?: readonly Case[];
  readonly otherwise: HazardCase;
}
