import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { formatBytes } from '../french/bytes.ts';
import { plural } from '../french/plural.ts';
import { markPurged } from '../journal/purge-mark.ts';
import { removableBytes, removeOutputs } from '../journal/purge-outputs.ts';
import type { RunRoot } from '../journal/runs.ts';
import { operatorName } from '../machine/operator-name.ts';
import type { KnownRun, ReadRun } from '../report/known-runs.ts';
import { visible } from '../report/visible.ts';
import { usage } from './arguments.ts';
import { readInstant } from './instant.ts';
import type { Io } from './io.ts';
import { isInteractive } from './io.ts';

/**
 * Removes the outputs and the kept shells of the runs that ended before `limit` and that nobody can resume or undo,
 * once they were shown and confirmed. Journals and reports stay.
 * @throws Failure `usage` for a limit that is none, `refused` when it was not confirmed; nothing is removed then.
 */
export async function purgeRuns(runs: readonly KnownRun[], request: PurgeRequest, io: Io): Promise<void> {
  const { limit, confirm, roots, own, now } = request;
  const before = readInstant('history', 'purge-before', limit, now);
  if (before > now) throw usage('history', `« ${limit} » est dans l’avenir`, 'une date passée, ou une durée');
  for (const root of roots) refuseLink(root, own);
  const old = runs
    .filter((run) => run.report !== null)
    .filter(({ report }) => Date.parse(report.endedAt) < before.getTime());
  const purges = old.flatMap((run) => {
    const bytes = run.closed ? removableBytes(run.paths) : null;
    return bytes === null ? [] : [{ run, bytes }];
  });
  for (const { run, bytes } of purges) io.stdout.write(`${describe(run)}, ${formatBytes(bytes)}\n`);
  const total = formatBytes(purges.reduce((sum, { bytes }) => sum + bytes, 0));
  io.stdout.write(
    `${plural(purges.length, 'exécution')} dont les sorties peuvent être effacées (${total}) ; les journaux et les rapports restent\n`,
  );
  const open = old.filter(({ closed }) => !closed).length;
  if (open > 0) {
    const words = plural(open, 'exécution qui n’est pas close', 'exécutions qui ne sont pas closes');
    io.stdout.write(`${words}, à reprendre, à défaire ou à abandonner : rien n’en est effacé\n`);
  }
  if (purges.length === 0) return;
  await requireConfirmation(limit, confirm, io);
  for (const { run, bytes } of purges) {
    markPurged(run.paths, { at: now.toISOString(), by: operatorName(io.env), bytes });
    removeOutputs(run.paths);
  }
  io.stdout.write(`Les sorties de ${plural(purges.length, 'exécution')} sont effacées.\n`);
}

export interface PurgeRequest {
  /** As it was typed. */
  readonly limit: string;
  readonly confirm: string | undefined;
  /** The folders of runs are there. */
  readonly roots: readonly RunRoot[];
  /** That of them which is this account's, and which it can move by XDG_STATE_HOME. */
  readonly own: RunRoot;
  readonly now: Date;
}

function describe({ paths, report }: ReadRun): string {
  return visible(`${paths.runId}  ${report.runbook.id} sur ${report.target}`);
}

function refuseLink(root: RunRoot, own: RunRoot): void {
  const folder = join(root.folder, 'runs');
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return;
  throw new Failure('refused', {
    message: 'le dossier des exécutions est un lien : rien n’est effacé là où il mène',
    where: folder,
    expected: 'un dossier',
    action:
      root === own
        ? 'indiquez le vrai dossier par XDG_STATE_HOME'
        : 'cherchez qui l’a posé, puis remettez un dossier à sa place',
  });
}

async function requireConfirmation(limit: string, confirm: string | undefined, io: Io): Promise<void> {
  if (confirm === limit) return;
  if (confirm === undefined && isInteractive(io)) {
    const { askText } = await import('./ask/text.ts');
    if ((await askText(io, `Elles ne pourront plus être relues. Tapez la limite (${limit})`)) === limit) return;
  }
  throw new Failure('refused', {
    message: 'rien n’est effacé : la limite n’a pas été donnée une seconde fois',
    expected: `--confirm ${limit}`,
    action: 'relisez la liste, puis confirmez',
  });
}
