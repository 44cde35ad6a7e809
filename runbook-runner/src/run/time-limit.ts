import { formatDuration } from '../french/duration.ts';
import { quotedStep } from '../french/step-name.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { RunContext } from './context.ts';

/** Stops a step on the operator's second Ctrl-C, and watches the time it announces. */
export interface TimeWatch {
  readonly signal: AbortSignal;
  /** Milliseconds after which the step was stopped for its time limit; null: it was not. */
  readonly elapsed: () => number | null;
  readonly stop: () => void;
}

/**
 * A time limit ends a step by itself on a disposable target only; elsewhere the operator is asked, since a restoration
 * that takes longer than announced is not to be killed half way.
 */
export function watchTime(context: RunContext, planned: PlannedStep): TimeWatch {
  const limit = planned.step.timeout;
  const stop = new AbortController();
  const began = performance.now();
  let stoppedAfter: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    if (limit !== null) timer = setTimeout(() => void elapsed(), limit);
  };
  const elapsed = async (): Promise<void> => {
    const time = Math.round(performance.now() - began);
    const answer = context.plan.target.ephemeral ? 'stop' : await ask(time);
    if (answer === 'wait') return arm();
    stoppedAfter = time;
    stop.abort('timeout');
  };
  const ask = async (time: number): Promise<'wait' | 'stop'> => {
    context.view.note(`${quotedStep(planned.step)} dépasse le délai annoncé (${formatDuration(limit ?? 0)}).`);
    context.view.asking(true);
    try {
      return await context.operator.overdue(planned, time);
    } finally {
      context.view.asking(false);
    }
  };
  arm();
  return {
    signal: AbortSignal.any([stop.signal, context.interrupt.now]),
    elapsed: () => stoppedAfter,
    stop: () => clearTimeout(timer),
  };
}
