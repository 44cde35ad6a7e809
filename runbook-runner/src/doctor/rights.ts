import { accessSync, constants, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, wrong } from './finding.ts';
import type { Place } from './space.ts';
import { nearestFolder } from './space.ts';

/** Whether a run could write where it must. Nothing is written to see it. */
export function lookAtRights({ state, shared, temporary, locks, reports }: Folders): readonly Finding[] {
  return [
    privateFolder({ name: 'dossier d’état', path: state }),
    ...(shared === null ? [] : [writable({ name: 'dossier des opérateurs', path: shared }, true)]),
    writable({ name: 'dossier temporaire', path: temporary }, true),
    writable({ name: 'dossier des verrous', path: locks }, true),
    ...(reports === null ? [] : [writable({ name: 'dossier des rapports', path: reports }, false)]),
  ];
}

export interface Folders {
  /** Of runs and of this machine's key. */
  readonly state: string;
  /** Of the runs that operators share; null: there are none. */
  readonly shared: string | null;
  /** Where sessions without a run live. */
  readonly temporary: string;
  readonly locks: string;
  /** `--report`; null: it is not asked about. */
  readonly reports: string | null;
}

function writable(place: Place, blocksAll: boolean): Finding {
  const looked = lookedAt(place, blocksAll);
  const folder = nearestFolder(place.path);
  const facts = { path: place.path };
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

/** What is there is executed and resumed from: nobody else may write to it. */
function privateFolder(place: Place): Finding {
  const found = writable(place, true);
  const { path } = place;
  if (found.result !== 'ok' || nearestFolder(path) !== path) return found;
  const runs = join(path, 'runs');
  const inside = nearestFolder(runs) === runs ? problemOf(runs) : null;
  if (inside !== null)
    return wrong(lookedAt(place, true), 'failed', `${runs} : ${inside}`, `corrigez les droits de ${runs}`, found.facts);
  const { uid, mode } = statSync(path);
  if (uid !== userInfo().uid) {
    return wrong(
      lookedAt(place, false),
      'warning',
      `${path} appartient à un autre compte (uid ${uid})`,
      null,
      found.facts,
    );
  }
  if ((mode & 0o022) === 0) return found;
  const detail = `d’autres comptes peuvent écrire dans ${path} (${(mode & 0o777).toString(8)})`;
  return wrong(lookedAt(place, false), 'warning', detail, `chmod go-w ${path}`, found.facts);
}

function lookedAt({ name, path }: Place, blocksAll: boolean): Looked {
  return { subject: 'rights', id: `rights:${path}`, title: name, blocksAll };
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
