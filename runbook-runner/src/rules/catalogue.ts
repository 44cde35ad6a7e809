import { documentRules } from './document.ts';
import { fenceRules } from './fence.ts';
import { frontMatterRules } from './front-matter.ts';
import { infoStringRules } from './info-string.ts';
import type { RuleEntry, RuleFamily, Severity } from './rule-entry.ts';
import { safetyRules } from './safety.ts';
import { shellRules } from './shell.ts';

/** Every rule on documents, by family, in the order of the reference page. */
export const catalogue: readonly RuleFamily[] = [
  documentRules,
  frontMatterRules,
  infoStringRules,
  fenceRules,
  safetyRules,
  shellRules,
];

/** The identifier of a rule: the compiler knows no other. */
export type RuleId =
  | keyof typeof documentRules.rules
  | keyof typeof frontMatterRules.rules
  | keyof typeof infoStringRules.rules
  | keyof typeof fenceRules.rules
  | keyof typeof safetyRules.rules
  | keyof typeof shellRules.rules;

/** What the catalogue says of a rule is the only place where its severity is written. */
export function severityOf(rule: RuleId): Severity {
  return entries[rule].severity;
}

const entries: Readonly<Record<RuleId, RuleEntry>> = {
  ...documentRules.rules,
  ...frontMatterRules.rules,
  ...infoStringRules.rules,
  ...fenceRules.rules,
  ...safetyRules.rules,
  ...shellRules.rules,
};
