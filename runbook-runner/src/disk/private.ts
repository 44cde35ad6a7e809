import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { Failure } from '../failure.ts';
import { exposedPlace } from './exposed.ts';
import { ownUid } from './own-account.ts';
import { saying } from './trusted.ts';

/**
 * Refuses a folder of this account in which another one could read or write: what is kept there is trusted when it is read
 * again. One that does not exist yet is judged by those above it.
 * @param what it holds, in French.
 * @throws Failure `refused`
 */
export function requirePrivate(folder: string, what: string, own = ownUid()): void {
  const exposed = exposedPlace(folder, { accounts: [own, 0], groups: [] });
  const found = exposed === null ? look(folder) : null;
  const why =
    exposed !== null
      ? saying(exposed)
      : found && found.uid !== own
        ? `${folder} appartient à un autre compte (uid ${found.uid})`
        : found && (found.mode & 0o077) !== 0
          ? `${folder} est ouvert à d’autres comptes (mode ${(found.mode & 0o7777).toString(8).padStart(4, '0')})`
          : null;
  if (why === null) return;
  throw new Failure('refused', {
    message: `${why} : ${what} n’y serait pas à l’abri`,
    where: folder,
    expected:
      'un dossier de ce compte, lisible de lui seul (0700), sous des dossiers que les autres ne peuvent pas modifier',
    action:
      exposed?.by.kind === 'owner' || (found && found.uid !== own)
        ? 'avec sudo, employez « sudo -H » ; sinon, donnez un dossier de ce compte par XDG_STATE_HOME'
        : `chmod ${exposed === null ? `700 ${folder}` : `go-w ${exposed.place}`}`,
  });
}

/** Null: it is not there, or cannot be reached. */
function look(folder: string): Stats | null {
  try {
    return statSync(folder);
  } catch {
    return null;
  }
}
