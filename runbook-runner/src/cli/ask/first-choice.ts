import { hasChoices } from '../../plan/choices.ts';
import type { Io } from '../io.ts';
import type { AskValue } from '../prepare-plan.ts';
import { listChoices } from './choices.ts';

/** The first choice of each list: what `verify` takes on a disposable target. */
export function askFirstChoice(io: Io): AskValue {
  return async (variable, target, known) =>
    hasChoices(variable) ? ((await listChoices(variable, target, known, io))[0] ?? null) : null;
}
