import { closeSync, constants, openSync } from 'node:fs';
import { FlockError, flock } from '../disk/flock.ts';
import { Failure } from '../failure.ts';
import { readJournal } from '../journal/open.ts';
import type { RunPaths } from '../journal/runs.ts';

/**
 * Keeps a run to this runner: two operators who resume it at once would both act, also when their runbook takes no lock of
 * its target or shares it. Free the moment this process ends, however it ends.
 * @throws Failure `refused` when another runner has it.
 */
export async function holdRun({ runId, journal, root }: RunPaths): Promise<() => void> {
  const fd = openSync(journal, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    if (!(await flock(fd, 'exclusive'))) throw heldByAnother(runId, journal);
  } catch (error) {
    // A folder on the network may have no locks; one that colleagues share must.
    const tolerated = error instanceof FlockError && root.access.kind === 'account';
    if (!tolerated) {
      closeSync(fd);
      throw error instanceof FlockError ? untried(journal, error) : error;
    }
  }
  return () => closeSync(fd);
}

function heldByAnother(runId: string, journal: string): Failure {
  const last = readJournal(journal).records.findLast(({ type }) => type === 'run-started' || type === 'run-resumed');
  const who = last && 'user' in last ? `, par ${last.user}@${last.host} depuis ${last.at}` : '';
  return new Failure('refused', {
    message: `l’exécution ${runId} est déjà en cours${who}`,
    expected: 'un seul runner à la fois pour une exécution',
    action: 'attendez sa fin, ou demandez à cette personne de l’arrêter',
  });
}

function untried(journal: string, { message, action }: FlockError): Failure {
  return new Failure('cannot-run', {
    message: `rien ne dit si cette exécution est déjà en cours : ${message}`,
    where: journal,
    action: action ?? 'vérifiez ce fichier et son système de fichiers',
  });
}
