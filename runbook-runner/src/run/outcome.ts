import type { PlannedStep } from '../plan/plan.ts';

/** How a run, or this part of it, ended. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  /** What it did was taken back. */
  | { readonly kind: 'undone' }
  | {
      readonly kind: 'failed' | 'could-not-run' | 'stopped' | 'refused' | 'in-doubt' | 'interrupted';
      readonly step: PlannedStep;
      readonly reason: string;
    };

export function stopped(
  kind: Exclude<Outcome['kind'], 'succeeded' | 'undone'>,
  step: PlannedStep,
  reason: string,
): Outcome {
  return { kind, step, reason };
}
