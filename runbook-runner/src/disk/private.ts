import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { Failure } from '../failure.ts';
import { describeExposure, exposedPlace } from './exposed.ts';
import { shownMode } from './mode.ts';
import { ownUid } from './own-account.ts';

/**
 * Refuses a folder of this account in which another one could read or write: what is kept there is trusted when it is read
 * again. One that does not exist yet is judged by those above it.
 * @param foreign what to do when it, or a folder above it, is another account's, in French.
 * @throws Failure `refused`
 */
export function requirePrivate(folder: string, foreign: string, own = ownUid()): void {
  const exposed = exposedPlace(folder, { accounts: [own, 0], groups: [] });
  const open =
    exposed === null
      ? notPrivate(folder, own)
      : { foreign: exposed.by.kind === 'owner', why: describeExposure(exposed) };
  if (open === null) return;
  throw new Failure('refused', {
    message: `${open.why} : ce qui est gardé des exécutions n’y serait pas à l’abri`,
    where: folder,
    expected:
      'un dossier de ce compte, lisible de lui seul (0700), sous des dossiers que les autres ne peuvent pas modifier',
    action: open.foreign ? foreign : `chmod ${exposed === null ? `700 ${folder}` : `go-w ${exposed.place}`}`,
  });
}

/** Why a folder is not this account's alone; null: it is, or it is not there, or cannot be reached. */
export function notPrivate(folder: string, own = ownUid()): NotPrivate | null {
  const found = look(folder);
  if (found === null) return null;
  if (found.uid !== own) return { foreign: true, why: `${folder} appartient à un autre compte (uid ${found.uid})` };
  if ((found.mode & 0o077) === 0) return null;
  return { foreign: false, why: `${folder} est ouvert à d’autres comptes (mode ${shownMode(found.mode)})` };
}

interface NotPrivate {
  /** It is another account's. */
  readonly foreign: boolean;
  /** French. */
  readonly why: string;
}

function look(folder: string): Stats | null {
  try {
    return statSync(folder);
  } catch {
    return null;
  }
}
