import type { RunView } from '../../runbook-runner/src/run/view.ts';

/** A run that nobody watches. */
export const silentView: RunView = {
  runBegan: () => undefined,
  stepShown: () => undefined,
  stepBegan: () => undefined,
  output: () => undefined,
  stepEnded: () => undefined,
  stepSkipped: () => undefined,
  asking: () => undefined,
  note: () => undefined,
};
