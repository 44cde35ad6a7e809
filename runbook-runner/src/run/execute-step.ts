import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { plural } from '../french/plural.ts';
import { logName } from '../journal/logs.ts';
import type { Confirmation, Ending } from '../journal/record.ts';
import type { Execution } from '../machine/machine.ts';
import type { PlannedStep } from '../plan/plan.ts';
import { compareOutput } from './compare-output.ts';
import type { RunContext } from './context.ts';
import { instant } from './host.ts';
import type { StepOutput } from './output.ts';
import { openStepOutput } from './output.ts';
import type { StepResult } from './result.ts';
import { watchTime } from './time-limit.ts';

/**
 * Executes one attempt of a step. Order on disk: intent and process, then the text begins; its end, then the next text
 * begins.
 */
export async function executeStep(
  context: RunContext,
  planned: PlannedStep,
  attempt: number,
  confirmation: Confirmation,
): Promise<StepResult> {
  const { journal, session, view } = context;
  const { step } = planned;
  const log = join(context.logFolder, logName(planned.n, step.id, attempt));
  const comparison = step.expectation && compareOutput(step.expectation);
  const no = step.kind === 'check' && step.otherwise ? compareOutput(step.otherwise) : null;
  const readers = {
    show: (text: string) => view.output(text),
    compare(text: string) {
      comparison?.write(text);
      no?.write(text);
    },
  };
  const output = openStepOutput(log, context.needles, readers, context.access);
  // Durable with `started`, which is before the text begins: an intent alone means that nothing ran.
  journal.announce({
    type: 'intent',
    at: instant(context),
    step: step.id,
    attempt,
    n: planned.n,
    textSha256: createHash('sha256').update(step.text).digest('hex'),
    risk: planned.verdict.risk,
    confirmation,
  });
  view.stepBegan(planned, attempt);
  const time = watchTime(context, planned);
  try {
    const execution = await session.execute(
      { name: step.id, text: step.text, interactive: step.interactive },
      {
        signal: time.signal,
        ...(context.terminal ? { terminal: context.terminal } : {}),
        onStarted: async (process) => {
          journal.append({ type: 'started', at: instant(context), step: step.id, attempt, process });
          output.begin();
        },
        onOutput: (stream, chunk) => output.write(stream, chunk),
      },
    );
    output.end();
    const compared = { mismatch: comparison?.end() ?? null, otherwise: no !== null && no.end() === null };
    const result = judgeExecution(planned, attempt, execution, compared, output, time.elapsed(), log);
    journal.append({
      type: 'finished',
      at: instant(context),
      step: step.id,
      attempt,
      result: result.result,
      ending: result.ending,
      durationMs: Math.round(result.durationMs),
      state: result.stateLost === null ? { kind: 'kept' } : { kind: 'lost', reason: result.stateLost },
      expectation: result.mismatch ? 'mismatch' : step.expectation ? 'matched' : 'none',
      mismatch: result.mismatch?.message ?? null,
      ...(result.ownError.length > 0 ? { error: result.ownError.join('\n') } : {}),
      masked: output.masked(),
      output: output.digest(),
      survivors: execution.outcome === 'not-started' ? [] : execution.survivors.map(({ pid }) => pid),
    });
    view.stepEnded(result);
    return result;
  } finally {
    time.stop();
    output.close();
  }
}

function judgeExecution(
  planned: PlannedStep,
  attempt: number,
  execution: Execution,
  compared: Pick<StepResult, 'mismatch' | 'otherwise'>,
  output: StepOutput,
  timedOutAfterMs: number | null,
  log: string,
): StepResult {
  const { step } = planned;
  const ending = endingOf(execution, timedOutAfterMs);
  const survivors = execution.outcome === 'not-started' ? [] : execution.survivors;
  const stateLost = execution.outcome === 'not-started' ? null : execution.state.kept ? null : execution.state.reason;
  const mismatch = ending.kind === 'exited' ? compared.mismatch : null;
  const otherwise = ending.kind === 'exited' && compared.otherwise;
  const asExpected =
    ending.kind === 'exited' && ending.status === step.status && mismatch === null && stateLost === null;
  const notes = execution.outcome === 'not-started' || !execution.state.kept ? [] : [...execution.state.notes];
  const { bytes, cut } = output.digest();
  if (cut !== undefined)
    notes.push(`la fin de la sortie manque dans son fichier, qui s’arrête à ${plural(bytes, 'octet')} (${cut})`);
  for (const survivor of survivors) notes.push(`un processus de l’étape tourne encore : ${survivor.pid}`);
  return {
    planned,
    attempt,
    result: resultOf(planned, ending, asExpected, survivors.length > 0),
    ending,
    durationMs: execution.outcome === 'not-started' ? 0 : execution.durationMs,
    mismatch,
    otherwise,
    stateLost,
    // A warning of a command that ended as expected is not its failure.
    ownError: ending.kind === 'exited' && ending.status !== step.status ? output.ownError() : [],
    notes,
    tail: output.tail(),
    log: execution.outcome === 'not-started' ? null : log,
  };
}

function resultOf(
  { step, verdict }: PlannedStep,
  ending: Ending,
  asExpected: boolean,
  survived: boolean,
): StepResult['result'] {
  if (ending.kind === 'exited') return asExpected ? 'succeeded' : 'failed';
  if (ending.kind === 'could-not-run') return 'failed';
  // Cut short, it may have acted in part or whole; what still runs may still act.
  return survived || (step.kind !== 'check' && verdict.risk !== 'safe') ? 'in-doubt' : 'failed';
}

function endingOf(execution: Execution, timedOutAfterMs: number | null): Ending {
  if (execution.outcome === 'not-started') return { kind: 'could-not-run', reason: execution.reason };
  if (timedOutAfterMs !== null) return { kind: 'timed-out', afterMs: timedOutAfterMs };
  return execution.outcome === 'exited'
    ? { kind: 'exited', status: execution.status }
    : { kind: 'signalled', signal: execution.signal };
}
