import { statSync } from 'node:fs';
import type { Access } from '../../disk/access.ts';
import { makeFolder } from '../../disk/access.ts';
import { systemCause } from '../../disk/cause.ts';
import { makeFolders } from '../../disk/folder.ts';
import { ownUid } from '../../disk/own-account.ts';
import { requireKept } from '../../disk/require-kept.ts';
import { SessionError } from '../../session/session-error.ts';

/**
 * Creates the folder of a session (0700), or checks that an existing one is this user's alone: what it holds is executed.
 * @throws SessionError
 */
export function preparePrivateFolder(path: string): void {
  const { uid, mode } = made(path);
  if (uid === ownUid() && (mode & 0o077) === 0) return;
  throw new SessionError(
    `Le dossier de session ${path} doit appartenir à l’utilisateur courant et n’être lisible que de lui (0700), ` +
      `or il a les droits ${(mode & 0o777).toString(8).padStart(4, '0')}. Corrigez-les (chmod 700) ou commencez une nouvelle exécution.`,
  );
}

/**
 * The same for the folder that keeps the state of a session: this account's, or of all the operators of the target.
 * @throws SessionError, or a Failure `refused`
 */
export function prepareKeptFolder(path: string, access: Access): void {
  if (access.kind === 'account') return preparePrivateFolder(path);
  try {
    makeFolder(path, access);
  } catch (error) {
    throw new SessionError(`Le dossier de session ${path} ne peut pas être créé (${systemCause(error)}).`);
  }
  requireKept(path, 'folder', access);
}

function made(path: string): { readonly uid: number; readonly mode: number } {
  try {
    makeFolders(path, 0o700);
    return statSync(path);
  } catch (error) {
    throw new SessionError(
      `Le dossier de session ${path} ne peut pas être créé (${systemCause(error)}). Vérifiez le chemin, les droits et la place disponible.`,
    );
  }
}
