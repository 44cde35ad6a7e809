import type { Stats } from 'node:fs';
import { lstatSync } from 'node:fs';
import { Failure } from '../failure.ts';
import type { Access } from './access.ts';
import { accountName, isMember } from './group.ts';
import { shownMode } from './mode.ts';
import { ownUid } from './own-account.ts';

/**
 * Refuses what is kept when somebody else than those it is kept for could have written it: a run goes on with what is read
 * there. What is not there is nobody's.
 * @throws Failure `refused`
 */
export function requireKept(path: string, kind: 'file' | 'folder', access: Access, own = ownUid()): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  const why = found && (shapeProblem(found, kind) ?? accessProblem(found, access, own));
  if (!why) return;
  throw new Failure('refused', {
    message: `${path} ${why} : rien de ce qui y est écrit n’est repris`,
    where: path,
    expected:
      access.kind === 'group'
        ? `un ${FRENCH[kind]} d’un membre du groupe « ${access.name} », que les autres comptes ne peuvent ni lire ni modifier`
        : `un ${FRENCH[kind]} de ce compte, que les autres ne peuvent pas modifier`,
    action: 'cherchez qui l’a changé, et comparez ce qu’il contient avec la cible, avant de lui rendre ses droits',
  });
}

function shapeProblem(found: Stats, kind: 'file' | 'folder'): string | null {
  if (found.isSymbolicLink()) return 'est un lien symbolique';
  return (kind === 'file' ? found.isFile() : found.isDirectory()) ? null : `n’est pas un ${FRENCH[kind]}`;
}

const FRENCH = { file: 'fichier', folder: 'dossier' } as const;

function accessProblem({ uid, gid, mode }: Stats, access: Access, own: number): string | null {
  if (access.kind === 'account') {
    if (uid !== own) return `appartient à un autre compte (${accountName(uid)})`;
    return (mode & 0o022) === 0 ? null : `peut être modifié par d’autres comptes (mode ${shownMode(mode)})`;
  }
  if (gid !== access.gid) return `n’est pas du groupe « ${access.name} »`;
  if ((mode & 0o007) !== 0) return `est ouvert à tous les comptes (mode ${shownMode(mode)})`;
  if (uid === own || uid === 0 || isMember(uid, access.gid)) return null;
  return `appartient à ${accountName(uid)}, qui n’est pas du groupe « ${access.name} »`;
}
