import type { Access } from '../../disk/access.ts';
import { makeFolder, ownAccess } from '../../disk/access.ts';
import { systemCause } from '../../disk/cause.ts';
import { notPrivate } from '../../disk/private.ts';
import { requireKept } from '../../disk/require-kept.ts';
import { SessionError } from '../../session/session-error.ts';

/**
 * Creates the folder of a session (0700), or checks that an existing one is this account's alone: what it holds is executed.
 * @throws SessionError
 */
export function preparePrivateFolder(path: string): void {
  make(path, ownAccess);
  const open = notPrivate(path);
  if (open === null) return;
  throw new SessionError(
    `Le dossier de session doit être à ce compte et lisible de lui seul (0700), or ${open.why}. ` +
      `${open.foreign ? 'Donnez un dossier de ce compte' : `Refermez-le (chmod 700 ${path})`} ou commencez une nouvelle exécution.`,
  );
}

/**
 * The same for the folder that keeps the state of a session: this account's, or of all the operators of the target.
 * @throws SessionError, or a Failure `refused`
 */
export function prepareKeptFolder(path: string, access: Access): void {
  if (access.kind === 'account') return preparePrivateFolder(path);
  make(path, access);
  requireKept(path, 'folder', access);
}

function make(path: string, access: Access): void {
  try {
    makeFolder(path, access);
  } catch (error) {
    throw notMade(path, error);
  }
}

export function notMade(path: string, error: unknown): SessionError {
  return new SessionError(
    `Le dossier de session ${path} ne peut pas être créé (${systemCause(error)}). Vérifiez le chemin, les droits et la place disponible.`,
  );
}
