import type { Stats } from 'node:fs';
import { chmodSync, chownSync, existsSync, lstatSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { ownAccess } from '../disk/access.ts';
import { systemCause } from '../disk/cause.ts';
import { describeExposure, exposedPlace } from '../disk/exposed.ts';
import { makeFolders, makeOpenFolders } from '../disk/folder.ts';
import type { Group } from '../disk/group.ts';
import { findGroup } from '../disk/group.ts';
import { requirePrivate } from '../disk/private.ts';
import { Failure } from '../failure.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { Io } from './io.ts';

/** Where the runs are that the operators of a target share: a folder for each group, and one for root. */
export function operatorsFolder({ env }: Pick<Io, 'env'>): string {
  const folder = env.RUNBOOK_OPERATORS_FOLDER || '/var/lib/runbook';
  if (isAbsolute(folder)) return folder;
  throw new Failure('usage', {
    message: 'RUNBOOK_OPERATORS_FOLDER n’est pas un chemin absolu : les exécutions seraient perdues de vue ailleurs',
    where: folder,
    expected: 'un chemin qui commence par « / »',
    action: 'corrigez cette variable, ou retirez-la',
  });
}

/**
 * Where root keeps the runs of the targets that root alone operates, whatever home it has today. It may not exist yet.
 * @throws Failure `refused` when another account could write there.
 */
export function lookAtRootFolder(io: Io): RunRoot {
  const folder = join(operatorsFolder(io), 'root');
  requirePrivate(
    folder,
    'cherchez qui l’a changé, et vérifiez ce qu’il contient, avant de le rendre à root (chown root)',
  );
  return { folder, access: ownAccess };
}

/**
 * What the folder that the members of a group share is to this account. Nothing is made.
 * @throws Failure `refused` when it is not as it must be, `cannot-run` when this account cannot go so far.
 */
export function lookAtGroupFolder(name: string, io: Io): GroupFolder {
  const group = findGroup(name);
  if (group === null || group.name !== name) return { kind: 'no-group' };
  if (io.account.uid !== 0 && !io.account.groups.includes(group.gid)) return { kind: 'not-member', group };
  const folder = join(operatorsFolder(io), name);
  const there = isAsItMustBe(folder, group);
  const root: RunRoot = { folder, access: { kind: 'group', name, gid: group.gid } };
  return there ? { kind: 'there', root } : { kind: 'missing', group, root };
}

export type GroupFolder =
  | { readonly kind: 'no-group' }
  | { readonly kind: 'not-member'; readonly group: Group }
  | { readonly kind: 'missing'; readonly group: Group; readonly root: RunRoot }
  | { readonly kind: 'there'; readonly root: RunRoot };

/**
 * Makes, as root, the folder that operators share, when it is missing.
 * @throws Failure `cannot-run`
 */
export function makeSharedFolder({ folder, access }: RunRoot, io: Io): void {
  if (existsSync(folder)) return;
  try {
    makeOpenFolders(operatorsFolder(io));
    makeFolders(folder, 0o700);
    if (access.kind === 'account') return;
    chownSync(folder, 0, access.gid);
    chmodSync(folder, 0o2770);
  } catch (error) {
    throw new Failure('cannot-run', {
      message: `le dossier que partagent les opérateurs de cette cible ne peut pas être créé (${systemCause(error)})`,
      where: folder,
      action: 'vérifiez ce chemin (RUNBOOK_OPERATORS_FOLDER, s’il est défini) et ce disque',
    });
  }
}

/**
 * What stands where the shared runs should be cannot be looked at.
 * @param path of the folder that every account goes through. Never that of a group: its mode keeps the others out.
 */
export function unreachable(path: string, error: unknown): Failure {
  return new Failure('cannot-run', {
    message: `les exécutions que partagent les opérateurs ne peuvent pas être cherchées dans ${path} (${systemCause(error)})`,
    where: path,
    expected: 'un dossier de root que tous les comptes peuvent lire et traverser (mode 755)',
    action:
      (error as NodeJS.ErrnoException).code === 'EACCES'
        ? `sudo chmod 755 ${path} ; ou corrigez RUNBOOK_OPERATORS_FOLDER, s’il est défini`
        : 'vérifiez ce chemin, et RUNBOOK_OPERATORS_FOLDER s’il est défini',
  });
}

/** The command that makes the folder of a group as it must be. */
export function makingOf(folder: string, group: string): string {
  const base = folder.slice(0, folder.lastIndexOf('/'));
  return `sudo install -d -m 755 ${base} && sudo install -d -o root -g ${group} -m 2770 ${folder}`;
}

/**
 * What a member writes there is executed by another: root made it, and nobody but the members goes in. False: it is not there.
 * @throws Failure
 */
function isAsItMustBe(folder: string, group: Group): boolean {
  const exposed = exposedPlace(folder, { accounts: [0], groups: [group.gid] });
  if (exposed !== null) throw unsafe(folder, group, describeExposure(exposed));
  const found = look(folder);
  if (found === undefined) return false;
  const { mode } = found;
  if (!found.isDirectory()) throw unsafe(folder, group, `${folder} n’est pas un dossier`);
  if (found.gid !== group.gid) throw unsafe(folder, group, `${folder} n’est pas du groupe « ${group.name} »`);
  if ((mode & 0o7777) !== 0o2770)
    throw unsafe(folder, group, `${folder} a le mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`);
  return true;
}

function look(folder: string): Stats | undefined {
  try {
    return lstatSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw unreachable(dirname(folder), error);
  }
}

function unsafe(folder: string, { name }: Group, why: string): Failure {
  return new Failure('refused', {
    message: `${why} : ce que les opérateurs y partagent ne peut pas être exécuté`,
    where: folder,
    expected: `un dossier de root et du groupe « ${name} », avec le mode 2770, sous des dossiers que root seul modifie`,
    action: `après avoir vérifié ce qu’il contient : ${makingOf(folder, name)}`,
  });
}
