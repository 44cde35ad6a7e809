import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import { refuseExposedReports } from '../report/write-reports.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, ofError, wrong } from './finding.ts';
import { nearestFolder } from './space.ts';

/** Whether a run could write where it must. Nothing is written to see it. */
export function lookAtRights({ shared, temporary, locks, reports, own }: Folders): readonly Finding[] {
  return [
    ...(shared === null ? [] : [writable({ name: 'dossier des opérateurs', path: shared }, true)]),
    temporaryFolder(temporary),
    writable({ name: 'dossier des verrous', path: locks }, true),
    ...(reports === null ? [] : [reportFolder(reports, own)]),
  ];
}

export interface Folders {
  /** Of the runs that operators share; null: there are none. */
  readonly shared: string | null;
  /** For what commands put there. */
  readonly temporary: string;
  readonly locks: string;
  /** `--report`; null: it is not asked about. */
  readonly reports: string | null;
  /** The number of this account. */
  readonly own: number;
}

interface Folder {
  /** In French. */
  readonly name: string;
  readonly path: string;
}

/**
 * The folder of this account's runs, sessions and key: what is there is executed and resumed from.
 * @param require throws why it would not be safe.
 */
export function lookAtStateFolder(path: string, require: () => void): Finding {
  const place = { name: 'dossier d’état', path };
  try {
    require();
  } catch (error) {
    return ofError(lookedAt(place, true), error);
  }
  const runs = join(path, 'runs');
  const inside = nearestFolder(runs) === runs ? writable({ ...place, path: runs }, true) : null;
  return inside?.result === 'failed' ? inside : writable(place, true);
}

function reportFolder(path: string, own: number): Finding {
  const place = { name: 'dossier des rapports', path };
  try {
    refuseExposedReports(path, own);
    return writable(place, false);
  } catch (error) {
    return ofError(lookedAt(place, false), error);
  }
}

/** A run needs none; a step may. */
function temporaryFolder(path: string): Finding {
  const found = writable({ name: 'dossier temporaire', path }, false);
  return found.result === 'failed' ? { ...found, result: 'warning' } : found;
}

function writable(place: Folder, blocksAll: boolean): Finding {
  const looked = lookedAt(place, blocksAll);
  const facts = { path: place.path };
  const hidden = whyOutOfReach(place.path);
  if (hidden !== null)
    return wrong(
      looked,
      'failed',
      `${place.path} : ${hidden}`,
      'corrigez ce chemin, ou indiquez un autre dossier',
      facts,
    );
  const folder = nearestFolder(place.path);
  const problem = problemOf(folder);
  if (problem !== null) {
    const detail =
      folder === place.path
        ? `${folder} : ${problem}`
        : `${place.path} ne pourrait pas être créé (${folder} : ${problem})`;
    return wrong(looked, 'failed', detail, `corrigez les droits de ${folder}, ou indiquez un autre dossier`, facts);
  }
  return fine(looked, folder === place.path ? place.path : `${place.path}, qui sera créé`, facts);
}

function lookedAt({ name, path }: Folder, blocksAll: boolean): Looked {
  return { subject: 'rights', id: `rights:${path}`, title: name, blocksAll };
}

/** Null: it is there, or what is above it says whether it could be made. */
function whyOutOfReach(path: string): string | null {
  try {
    statSync(path);
    return null;
  } catch (error) {
    return ['ELOOP', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '') ? systemCause(error) : null;
  }
}

function problemOf(folder: string): string | null {
  try {
    if (!statSync(folder).isDirectory()) return 'ce n’est pas un dossier';
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return systemCause(error);
  }
}
