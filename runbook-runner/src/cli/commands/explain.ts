import { text as readAll } from 'node:stream/consumers';
import { Failure } from '../../failure.ts';
import { riskWords } from '../../french/words.ts';
import { judge } from '../../judge/judge.ts';
import { judgeSteps } from '../../judge/judge-steps.ts';
import type { Verdict } from '../../judge/verdict.ts';
import { jsonText } from '../../report/json.ts';
import { paint } from '../../report/paint.ts';
import { allVisible, visible } from '../../report/visible.ts';
import { usage } from '../arguments.ts';
import type { ExplainGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { loadRunbook } from '../runbooks.ts';

/** The risk of a step, or of a shell text on standard input, and why. Services are plain wrappers here: there is no target. */
export async function explain({ values, positionals }: ExplainGiven, io: Io): Promise<ExitStatus> {
  const [what, ...others] = positionals;
  if (what === undefined || others.length > 0)
    throw usage('explain', 'il faut une étape, ou « - »', 'RUNBOOK#ÉTAPE ou -');
  const { script, verdict } = what === '-' ? await explainInput(io) : await explainStep(what, io);
  if (values.format === 'json') io.stdout.write(`${jsonText(verdict)}\n`);
  else io.stdout.write(describe(allVisible(verdict), visible(script), io));
  return exitStatus.success;
}

async function explainInput(io: Io): Promise<Explained> {
  const script = await readAll(io.stdin);
  return { script, verdict: await judge(script, { services: 'any', constants: new Map() }) };
}

async function explainStep(reference: string, io: Io): Promise<Explained> {
  const at = reference.lastIndexOf('#');
  if (at < 1) throw usage('explain', `« ${reference} » ne nomme pas une étape`, 'RUNBOOK#ÉTAPE');
  const runbook = await loadRunbook(reference.slice(0, at), io);
  const index = runbook.steps.findIndex(({ id }) => id === reference.slice(at + 1));
  const verdict = (await judgeSteps(runbook.steps.slice(0, index + 1)))[index];
  if (verdict) return { script: runbook.steps[index]?.text ?? '', verdict };
  throw new Failure('usage', {
    message: `« ${runbook.id} » n’a pas d’étape « ${reference.slice(at + 1)} »`,
    where: runbook.file,
    expected: runbook.steps.map(({ id }) => id).join(', '),
    action: `runbook show ${runbook.file}`,
  });
}

interface Explained {
  readonly script: string;
  readonly verdict: Verdict;
}

function describe(verdict: Verdict, script: string, io: Io): string {
  const { bold, dim } = paint(hasColor(io, io.stdout));
  const lines = script.split('\n');
  const reasons = verdict.reasons.map(
    ({ rule, text, line, column }) =>
      `  ${line}:${column} ${text} ${dim(`[${rule}]`)}\n      ${dim((lines[line - 1] ?? '').trim())}`,
  );
  return `${bold(riskWords[verdict.risk])}\n${reasons.map((reason) => `${reason}\n`).join('')}`;
}
