import type { RiskRuleId } from '../rules.ts';

/** From harmless to what nobody could judge. `opaque` is treated as `critical`. */
export const risks = ['safe', 'change', 'destructive', 'critical', 'opaque'] as const;
export type Risk = (typeof risks)[number];

/** Why a block got its risk. Texts are in French. */
export interface Reason {
  /** Identifier of the rule in the catalogue, e.g. `FS-RM`. */
  readonly rule: RiskRuleId;
  readonly text: string;
  /** Position in the judged text, counting from 1. */
  readonly line: number;
  readonly column: number;
}

export interface Verdict {
  readonly risk: Risk;
  /** Those of the highest risk first, then as they stand in the text. */
  readonly reasons: readonly Reason[];
}
