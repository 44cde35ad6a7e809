import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { ownAccess } from '../../disk/access.ts';
import { ownName } from '../../disk/own-account.ts';
import type { DoctorReport } from '../../doctor/examine.ts';
import { examine } from '../../doctor/examine.ts';
import type { Finding } from '../../doctor/finding.ts';
import { fine, wrong } from '../../doctor/finding.ts';
import { missingFolders, removeEmpty } from '../../doctor/made-folders.ts';
import type { Document } from '../../doctor/runbooks.ts';
import { Failure } from '../../failure.ts';
import { openMachine } from '../../machine/open-machine.ts';
import { readRunbook } from '../../parse/read-runbook.ts';
import { jsonReport } from '../../report/json.ts';
import { readGivenValues } from '../arguments.ts';
import type { DoctorGiven } from '../catalogue.ts';
import { documentsBelow, hasContentFolder } from '../documents.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor, isInteractive } from '../io.ts';
import { lookAtNewRunRoot } from '../new-run-root.ts';
import { requireDeclared } from '../require-declared.ts';
import { sharedRoots } from '../run-roots.ts';
import { statePath, stateRoot } from '../state-root.ts';
import { loadTargets, pickTarget } from '../targets.ts';
import { formatDoctor } from '../terminal/doctor-text.ts';
import { readableWidth } from '../terminal/wrap.ts';

/** What works on a target and which runbooks could be executed there now. Changes nothing. */
export async function doctor({ values, positionals }: DoctorGiven, io: Io): Promise<ExitStatus> {
  const target = pickTarget(await loadTargets(values.targets, io), values.target);
  const documents = await documentsOf(positionals, io);
  const given = readGivenValues('doctor', values.var);
  requireDeclared(
    given,
    documents.flatMap(({ runbook }) => runbook ?? []),
  );
  const root = statePath(io);
  // With those of runs: if this one is killed, the next session removes what it left.
  const sessions = join(root, 'sessions');
  const missing = missingFolders(sessions);
  const shared = sharedRoots(io);
  const interrupted = new AbortController();
  const end = io.onSignal(() => interrupted.abort());
  try {
    const report = await examine(target, documents, {
      machineOf: (other) => openMachine(other, { env: io.env, sessions }),
      env: io.env,
      root,
      requireRoot: () => void stateRoot(io),
      runRoots: { roots: [{ folder: root, access: ownAccess }, ...shared.roots], refused: shared.refused },
      newRoot: () => lookAtNewRunRoot(target, io),
      given,
      reports: values.report === undefined ? null : resolve(io.cwd, values.report),
      signal: interrupted.signal,
      clocks: { now: () => new Date(), elapsed: () => performance.now() },
      terminal: lookAtTerminal(io),
      me: { host: hostname(), user: ownName(), uid: io.account.uid },
    });
    if (interrupted.signal.aborted) return exitStatus.interrupted;
    io.stdout.write(
      values.format === 'json'
        ? jsonReport(report)
        : formatDoctor(report, target, readableWidth(io.stdout.columns), hasColor(io, io.stdout)),
    );
    return statusOf(report);
  } finally {
    end();
    removeEmpty(missing);
  }
}

/** Fit for cron: 0, all well; 6, nothing prevents but somebody should look; 1, something prevents. */
function statusOf({ result }: DoctorReport): ExitStatus {
  switch (result) {
    case 'ok':
      return exitStatus.success;
    case 'warning':
    case 'unknown':
      return exitStatus.unproven;
    case 'failed':
      return exitStatus.failed;
  }
}

/** The runbooks that are named, by identifier or by file; else all of the content folder. Invalid ones are looked at too. */
async function documentsOf(names: readonly string[], io: Io): Promise<readonly Document[]> {
  const files = names.filter((name) => /\.mdx?$/i.test(name));
  const ids = names.filter((name) => !files.includes(name));
  const found = files.length > 0 ? await readAll(await documentsBelow(files, io)) : [];
  if (files.length > 0 && ids.length === 0) return found;
  if (names.length === 0 && !(await hasContentFolder(io))) return [];
  const content = await readAll(await documentsBelow([], io));
  if (names.length === 0) return content;
  return [...found, ...ids.flatMap((id) => named(id, content))];
}

async function readAll(files: readonly string[]): Promise<readonly Document[]> {
  const documents = await Promise.all(
    files.map(async (file) => {
      const { kind, runbook, problems } = await readRunbook(file);
      return kind === 'page' ? [] : [{ file, runbook, problems }];
    }),
  );
  return documents.flat();
}

function named(id: string, content: readonly Document[]): readonly Document[] {
  // Perhaps it is there but invalid: then its problems are what to say.
  const found = content.filter(({ runbook, file }) => runbook?.id === id || (!runbook && file.endsWith(`/${id}.md`)));
  if (found.length > 0) return found;
  throw new Failure('usage', {
    message: `aucun runbook ne s’appelle « ${id} »`,
    expected: content.flatMap(({ runbook }) => runbook?.id ?? []).join(', ') || 'un fichier Markdown',
    action: 'runbook list',
  });
}

/** Under cron there is none, and that is well: it tells who can confirm. */
function lookAtTerminal(io: Io): Finding {
  const looked = { subject: 'terminal', id: 'terminal', title: 'terminal' } as const;
  if (!isInteractive(io)) {
    return wrong(looked, 'skipped', 'il n’y en a pas ici : personne n’y serait interrogé', null, {
      interactive: false,
    });
  }
  const { columns = 80, rows = 24 } = io.stdout;
  return fine(looked, `${columns} colonnes, ${rows} lignes`, { interactive: true, columns, rows });
}
