import { formatDuration } from '../../french/duration.ts';
import { plural } from '../../french/plural.ts';
import { kindWords, riskWords } from '../../french/words.ts';
import { judgeSteps } from '../../judge/judge-steps.ts';
import type { Step, Variable } from '../../parse/runbook.ts';
import { typeName } from '../../parse/variable-value.ts';
import { paint } from '../../report/paint.ts';
import { allVisible } from '../../report/visible.ts';
import { assignedText } from '../../session/assignment.ts';
import { usage } from '../arguments.ts';
import type { ShowGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { loadRunbook } from '../runbooks.ts';

/** One runbook as the runner understands it. */
export async function show({ positionals }: ShowGiven, io: Io): Promise<ExitStatus> {
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0)
    throw usage('show', 'il faut un runbook', 'un fichier ou un identifiant');
  const read = await loadRunbook(name, io);
  // Of the text as it is: what cannot be seen in it counts.
  const verdicts = await judgeSteps(read.steps);
  const runbook = allVisible(read);
  const { bold, dim } = paint(hasColor(io, io.stdout));
  const line = (text = ''): void => void io.stdout.write(`${text}\n`);
  const duration = runbook.duration === null ? '' : ` · durée annoncée ${formatDuration(runbook.duration)}`;
  line(bold(runbook.title));
  line(runbook.description);
  line(dim(`${runbook.file} · ${runbook.owner} · relu le ${runbook.reviewed}${duration}`));
  if (runbook.variables.length > 0) line(`\n${bold('Valeurs')}`);
  for (const variable of runbook.variables) line(`  ${variable.name}  ${describeVariable(variable)}`);
  line(`\n${bold(plural(runbook.steps.length, 'étape'))}`);
  for (const [index, step] of runbook.steps.entries()) {
    const risk = riskWords[verdicts[index]?.risk ?? 'opaque'];
    line(`  ${step.title === step.id ? step.id : `${step.title}  ${dim(step.id)}`}`);
    line(`      ${dim(`${describeStep(step)} · ${risk} · ligne ${step.line}`)}`);
    if (step.danger) line(`      ⚠ ${step.danger}`);
  }
  if (runbook.examples.length > 0) line(`\n${plural(runbook.examples.length, 'exemple')} qui ne s’exécutent pas`);
  return exitStatus.success;
}

function describeVariable(variable: Variable): string {
  return `${variable.description} (${typeName(variable)}, ${origin(variable)})`;
}

/** Where its value comes from when the target does not give it. */
function origin({ default: proposed, secret, choices }: Variable): string {
  if (secret) return 'secret de la cible';
  if (proposed === '') return 'vide par défaut';
  if (proposed !== null) return `défaut ${typeof proposed === 'string' ? proposed : assignedText(proposed)}`;
  return choices ? 'à choisir' : 'à donner';
}

function describeStep(step: Step): string {
  const of = step.kind !== 'action' && step.of ? ` de ${step.of}` : '';
  return `${kindWords[step.kind]}${of}`;
}
