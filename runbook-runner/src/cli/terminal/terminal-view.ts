import { formatDuration } from '../../french/duration.ts';
import { plural } from '../../french/plural.ts';
import { quotedStep } from '../../french/step-name.ts';
import { kindWords, riskWords } from '../../french/words.ts';
import { matchingAdvice } from '../../parse/troubleshooting.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import { isDestructive, stepOf } from '../../plan/plan.ts';
import { howItFailed } from '../../report/failure-lines.ts';
import { paint } from '../../report/paint.ts';
import { allVisible, visible } from '../../report/visible.ts';
import type { StepResult } from '../../run/result.ts';
import { failureOf } from '../../run/result.ts';
import type { RunView } from '../../run/view.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import type { LiveTail } from './live-tail.ts';
import { startLiveTail } from './live-tail.ts';
import { behindMargin } from './margin.ts';
import { columnsOf, readableWidth, wrap } from './wrap.ts';

/**
 * The run in a terminal, or in a log when there is none.
 * @param detail `full`: prose, command and expected output of each step (somebody reads and decides); `brief`: one line a step.
 */
export function terminalView(io: Io, detail: 'full' | 'brief'): RunView {
  const out = io.stdout;
  const colors = paint(hasColor(io, out));
  const { bold, dim, red, green, yellow } = colors;
  const line = (text = ''): void => void out.write(`${text}\n`);
  const width = (): number => readableWidth(out.columns);
  const lines = (text: string, mark: string, colour: (text: string) => string): void => {
    for (const part of behindMargin(text, mark, columnsOf(out))) line(`  ${dim(part.mark)} ${colour(part.text)}`);
  };
  let plan: Plan | null = null;
  let tail: LiveTail | null = null;

  const showStep = ({ step, n, verdict }: PlannedStep): void => {
    const place =
      n === 0
        ? `Annulation de ${quotedStep(plan === null ? step : stepOf(plan, step))}`
        : `Étape ${n} sur ${plan?.steps.length ?? 0}`;
    const title = n === 0 && step.title === step.id ? place : `${place} · ${step.title}`;
    const risk = riskWords[verdict.risk];
    const facts = `${kindWords[step.kind]} · ${isDestructive({ step, n, verdict }) ? red(bold(risk)) : risk}`;
    line();
    for (const text of wrap(title, width())) line(bold(text));
    line(`${dim(step.id)} · ${facts}`);
    if (step.danger)
      for (const text of wrap(`⚠ Ce qui est perdu si cela tourne mal : ${step.danger}`, width())) line(yellow(text));
    if (detail === 'brief') return;
    if (step.prose) {
      line();
      for (const text of wrap(step.prose, width())) line(text);
    }
    line();
    lines(step.text, '│', plain);
    if (step.expectation) {
      line(dim('  sortie attendue'));
      lines(step.expectation.text, '▏', plain);
    }
    line();
  };

  const showResult = (result: StepResult): void => {
    const time = formatDuration(result.durationMs);
    if (result.result === 'succeeded') {
      line(`  ${green('✓')} réussie en ${time}`);
    } else {
      const failed = failureOf(result);
      const [how = '', ...differs] = howItFailed(failed);
      const verdict = `${result.result === 'in-doubt' ? 'en doute' : 'échouée'} en ${time} : ${how}`;
      // The command's own error first: it is what the operator looks for. In a log each is found as one line.
      const room = out.isTTY ? width() - 4 : Number.POSITIVE_INFINITY;
      const said = [...failed.error, verdict, ...differs].flatMap((text) => wrap(text, room));
      for (const [index, text] of said.entries()) line(`  ${index === 0 ? red('✗') : ' '} ${text}`);
    }
    const shown =
      result.result === 'succeeded' ? result.tail.slice(-6) : result.tail.slice(-failureLinesShown(out.rows));
    for (const text of shown) lines(shortened(text), '│', dim);
    for (const note of result.notes) lines(note, '·', dim);
    if (result.result !== 'succeeded') showWhere(result);
  };

  const showWhere = ({ planned, tail, log }: StepResult): void => {
    if (plan === null) return;
    line(dim(`  la page : ${plan.runbook.file}:${planned.step.line}`));
    if (log !== null) line(dim(`  la sortie : ${log}`));
    for (const { text } of matchingAdvice(plan.runbook.advice, tail.join('\n'))) {
      for (const part of wrap(text, width() - 4)) line(`  ${yellow('→')} ${part}`);
    }
  };

  return {
    runBegan(given, runId, resumed) {
      const begun = allVisible(given);
      plan = begun;
      const { target, identity, runbook, steps } = begun;
      line(bold(runbook.title));
      line(
        dim(
          `${resumed ? 'reprise de ' : ''}${runId} · cible ${target.name} · machine ${identity.host} · ${plural(steps.length, 'étape')}`,
        ),
      );
    },
    stepShown: (planned) => showStep(allVisible(planned)),
    stepBegan({ step }, attempt) {
      if (attempt > 1) line(dim(`  nouvel essai (${attempt})`));
      if (out.isTTY && !step.interactive) tail = startLiveTail(out, colors, () => performance.now());
    },
    output: (text) => tail?.add(text),
    asking: (active) => tail?.pause(active),
    stepEnded(result) {
      tail?.stop();
      tail = null;
      showResult(allVisible(result));
    },
    stepSkipped: (_planned, reason) => line(`  ${yellow('–')} passée : ${visible(reason)}`),
    note(text) {
      tail?.pause(true);
      for (const part of wrap(visible(text), width() - 4)) line(`  ${yellow('·')} ${part}`);
      tail?.pause(false);
    },
  };
}

const plain = (text: string): string => text;

/** On a small screen the error that heads them must not be pushed away by the question below; the log has them all. */
function failureLinesShown(rows: number | undefined): number {
  return Math.max((rows ?? 50) - 21, 3);
}

/** One line of an output may be megabytes: its beginning is enough here, the log has all of it. */
function shortened(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE)}…`;
}

const LONGEST_LINE = 1000;
