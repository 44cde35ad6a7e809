import type { Call } from '../../shell-text/grammar.ts';
import type { Case, Entry, HazardCase } from './entry.ts';

/** A tool that does many things: what is not said to read counts as `otherwise`. Its documentation says which verbs read. */
export function tool({ names, options, reads, unless, cases = [], otherwise }: Tool): Entry {
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
  if (unless) own.unshift({ ...WRITES, when: (call) => call.args.some(({ text }) => unless.test(text)) });
  return { names: names.split(' '), ...grammar, cases: own };
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

const WRITES: HazardCase = {
  rule: 'EXEC-OPAQUE',
  risk: 'opaque',
  text: 'reçoit une option qui écrit un fichier ou lance un programme',
};

interface Tool {
  /** Separated by spaces. */
  readonly names: string;
  /** Grammar of the options that stand before the verb; absent: only `-name=value`. */
  readonly options?: string;
  /** Verbs that read: `list`, `rollout status`. */
  readonly reads: readonly string[];
  /** Options with which even these do more. */
  readonly unless?: RegExp;
  /** More that is known, looked at before `otherwise`. */
  readonly cases?: readonly Case[];
  readonly otherwise: HazardCase;
}
