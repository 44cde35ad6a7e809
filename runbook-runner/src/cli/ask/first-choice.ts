import { hasChoices } from '../../plan/choices.ts';
import type { Io } from '../io.ts';
import type { AskValue } from '../prepare-plan.ts';
import { listChoices } from './choices.ts';

/** The first choice of each list: what `verify` takes on a disposable target. */
export function askFirstChoice(io: Io): AskValue {
  return async (variable, target) =>
    hasChoices(variable) ? ((await listChoices(variable, target, io))[0]?.value ?? null) : null;
}
