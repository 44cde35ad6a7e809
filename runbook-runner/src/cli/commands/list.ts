import { Failure } from '../../failure.ts';
import { plural } from '../../french/plural.ts';
import { headline } from '../../french/words.ts';
import { readJournal } from '../../journal/open.ts';
import { requireRunKept } from '../../journal/require-run-kept.ts';
import type { RunPaths } from '../../journal/runs.ts';
import { runsOf } from '../../journal/runs.ts';
import { paint } from '../../report/paint.ts';
import { runReport } from '../../report/run-report.ts';
import { allVisible, visible } from '../../report/visible.ts';
import type { ListGiven } from '../catalogue.ts';
import { hasContentFolder } from '../documents.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { knownRoots, tellLeftOut } from '../run-roots.ts';
import { loadRunbooks } from '../runbooks.ts';
import { loadTargets } from '../targets.ts';

/** What there is: runbooks, targets, the last runs. */
export async function list({ values, positionals }: ListGiven, io: Io): Promise<ExitStatus> {
  const { bold, dim, red } = paint(hasColor(io, io.stdout));
  const line = (text = ''): void => void io.stdout.write(`${text}\n`);

  // Whoever looks for a run to resume may stand anywhere.
  const nowhere = positionals.length === 0 && !(await hasContentFolder(io));
  const { runbooks, problems } = nowhere ? { runbooks: [], problems: [] } : await loadRunbooks(positionals, io);
  const width = Math.max(0, ...runbooks.map(({ id }) => id.length)) + 2;
  line(bold('Runbooks'));
  for (const runbook of runbooks)
    line(`  ${runbook.id.padEnd(width)}${visible(runbook.title)} ${dim(visible(runbook.file))}`);
  const broken = new Set(problems.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  for (const file of broken) line(`  ${red('invalide')} ${visible(file)}, runbook check dit pourquoi`);
  if (runbooks.length + broken.size === 0)
    line(nowhere ? '  aucun : il n’y a pas de dossier content/ ici ni plus haut' : '  aucun');

  const targets = await loadTargets(values.targets, io).catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  line(`\n${bold('Cibles')}`);
  for (const target of targets instanceof Failure ? [] : targets.values()) {
    const nature = [target.ephemeral ? 'jetable' : '', target.protected ? 'protégée' : ''].filter(Boolean).join(', ');
    line(`  ${visible(target.name).padEnd(width)}${visible(target.description)}${nature ? ` ${dim(nature)}` : ''}`);
  }
  if (targets instanceof Failure) line(`  aucune : ${visible(targets.text.message)}`);

  const known = knownRoots(io);
  const runs = runsOf(known.roots);
  line(`\n${bold('Dernières exécutions')}`);
  for (const paths of runs.slice(0, 5)) line(`  ${describe(paths)}`);
  if (runs.length === 0) line('  aucune');
  if (runs.length > 5) line(dim(`  et ${plural(runs.length - 5, 'autre')} : runbook history`));
  tellLeftOut(known, io);
  return exitStatus.success;
}

function describe(paths: RunPaths): string {
  const { runId, journal } = paths;
  try {
    requireRunKept(paths);
    const report = allVisible(runReport(readJournal(journal).records));
    const by = report.resumed.at(-1)?.by ?? report.user;
    return `${runId}  ${report.runbook.id} sur ${report.target}, par ${by} : ${headline(report)}`;
  } catch {
    return `${runId}  journal illisible`;
  }
}
