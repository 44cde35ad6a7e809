import type { RiskRuleId } from '../../rules.ts';
import type { Call, Grammar } from '../../shell-text/grammar.ts';
import { callOf } from '../../shell-text/grammar.ts';
import type { Risk } from '../verdict.ts';

/** What the catalogue knows about a command (or a subcommand). */
export interface Entry extends Grammar {
  readonly subcommands?: readonly Entry[];
  /** The first case that applies gives the command's own risk; none: unknown, hence destructive. */
  readonly cases?: readonly Case[];
  /** What the line calls, as shown: `kubectl rollout undo`; absent: the name of the command. */
  readonly shownAs?: (call: Call) => string;
}

export type Case = SafeCase | HazardCase;

interface SafeCase {
  readonly risk: 'safe';
  readonly when?: (call: Call) => boolean;
}

export interface HazardCase {
  /** Identifier of the rule, e.g. `FS-RM`. */
  readonly rule: RiskRuleId;
  readonly risk: Exclude<Risk, 'safe'>;
  /** French; follows « name » : « supprime des fichiers ». */
  readonly text: string;
  readonly when?: (call: Call) => boolean;
  /** The arguments may be code in a language nobody reads here: the tripwire looks at them. */
  readonly wary?: true;
}

export const SAFE: Case = { risk: 'safe' };

/** Commands that only read, whatever their options. */
export function readers(...names: readonly string[]): Entry {
  return { names, cases: [SAFE] };
}

/** Commands, separated by spaces, of which the same is known. */
export function named(names: string, ...cases: readonly Case[]): Entry {
  return { names: names.split(' '), cases };
}

/** A case that applies when one of the options is given. */
export function option(names: readonly string[], rule: RiskRuleId, risk: HazardCase['risk'], text: string): Case {
  return { rule, risk, text, when: (call) => call.has(...names) };
}

/** With one of these options the command only reads. */
export function safeOption(...names: readonly string[]): Case {
  return { risk: 'safe', when: (call) => call.has(...names) };
}

/** Safe with one of these options, if the grammar knows all the others: one that it does not may do more. */
export function readsWith(needed: string, others: string): Case {
  const options = `${needed} ${others}`;
  const names = needed.split(' ').map((name) => name.replace(/[=?]$/u, ''));
  return {
    risk: 'safe',
    when: ({ name, args }) => {
      const { unknown, has } = callOf({ names: [name], options }, name, args);
      return unknown === null && has(...names);
    },
  };
}

/** Whether one of the arguments is one of these words. */
export function hasWord(call: Call, ...words: readonly string[]): boolean {
  return call.args.some((argument) => words.includes(argument.text));
}
