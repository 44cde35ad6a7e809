import { runsOf } from '../../journal/runs.ts';
import { usage } from '../arguments.ts';
import { bashCompletion } from '../bash-completion.ts';
import type { CompletionGiven } from '../catalogue.ts';
import { catalogue } from '../catalogue.ts';
import type { Names } from '../command.ts';
import { names } from '../command.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { knownRoots } from '../run-roots.ts';
import { loadRunbooks } from '../runbooks.ts';
import { loadTargets } from '../targets.ts';

/** The script that completes a command line, and the names that this script asks for. */
export async function completion({ values, positionals }: CompletionGiven, io: Io): Promise<ExitStatus> {
  const [what, ...others] = positionals;
  const asked = names.find((name) => name === what);
  if (others.length > 0 || (what !== 'bash' && !asked))
    throw usage('completion', 'il faut le nom d’un shell, ou ce qu’il faut nommer', ['bash', ...names].join(', '));
  if (!asked) io.stdout.write(bashCompletion(catalogue));
  else for (const name of await find(asked, values.targets, io)) io.stdout.write(`${name}\n`);
  return exitStatus.success;
}

async function find(asked: Names, targetsFile: string | undefined, io: Io): Promise<readonly string[]> {
  switch (asked) {
    case 'runbooks':
      return (await loadRunbooks([], io)).runbooks.map(({ id }) => id);
    case 'steps':
      return (await loadRunbooks([], io)).runbooks.flatMap(({ id, steps }) => steps.map((step) => `${id}#${step.id}`));
    case 'targets':
      return [...(await loadTargets(targetsFile, io)).keys()];
    case 'runs':
      return runsOf(knownRoots(io).roots).map(({ runId }) => runId);
  }
}
