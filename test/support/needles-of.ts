import { expect } from 'vitest';
import type { Needles } from '../../runbook-runner/src/mask/needles.ts';
import { collectNeedles } from '../../runbook-runner/src/mask/needles.ts';

/** What hides these secrets, none of which is refused: what is not looked for is shown, and a test might expect that. */
export function needlesOf(...values: readonly string[]): Needles {
  // The last needles are kept, and Stryker runs a test only for the mutants of what it went through: let it build its own.
  collectNeedles(new Map());
  const needles = collectNeedles(new Map(values.map((value, index) => [`SECRET_${index + 1}`, value])));
  expect(needles.refused).toEqual([]);
  return needles;
}
