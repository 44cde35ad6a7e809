import type { Problem } from '../parse/problem.ts';
import { documentRules } from './catalogue/document.ts';
import { fenceRules } from './catalogue/fence.ts';
import { frontMatterRules } from './catalogue/front-matter.ts';
import { infoStringRules } from './catalogue/info-string.ts';
import { safetyRules } from './catalogue/safety.ts';
import { shellRules } from './catalogue/shell.ts';

/** Every rule of a runbook, by family, in the order of the reference page. */
export const catalogue: readonly RuleFamily[] = [
  documentRules,
  frontMatterRules,
  infoStringRules,
  fenceRules,
  safetyRules,
  shellRules,
];

/** Throws on a rule that has no entry: a bug of ours. */
export function severityOf(rule: string): Problem['severity'] {
  for (const family of catalogue) for (const entry of family.rules) if (entry.id === rule) return entry.severity;
  throw new Error(`no rule ${rule} in the catalogue`);
}

export interface RuleFamily {
  readonly title: string;
  readonly introduction: string;
  readonly rules: readonly RuleEntry[];
}

/** Texts are French Markdown. */
export interface RuleEntry {
  readonly id: string;
  readonly severity: Problem['severity'];
  readonly title: string;
  /** What it means and why it matters. */
  readonly explanation: string;
  /** What triggers it. */
  readonly bad: string;
  /** What to write instead. */
  readonly fix: string;
}
