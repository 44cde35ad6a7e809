import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { ownAccess } from '../disk/access.ts';
import { exposedPlace } from '../disk/exposed.ts';
import { makeFolders } from '../disk/folder.ts';
import type { Group } from '../disk/group.ts';
import { findGroup, isMember } from '../disk/group.ts';
import { requirePrivate } from '../disk/private.ts';
import { saying } from '../disk/trusted.ts';
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
 * Where root keeps the runs of the targets that root alone operates, whatever home it has today.
 * @throws Failure `refused`
 */
export function rootFolder(target: string | null, io: Io): RunRoot {
  const folder = join(operatorsFolder(io), 'root');
  if (io.account.uid !== 0) {
    throw new Failure('refused', {
      message: `seul root agit sur la cible « ${target} » (operators: root), et ce compte n’est pas root`,
      action: 'relancez avec sudo',
    });
  }
  makeBase(io);
  makeFolders(folder, 0o700);
  requirePrivate(folder, 'ce qui est gardé des exécutions');
  return { folder, access: ownAccess };
}

/**
 * The folder that the members of a group share. Root makes it when it is missing.
 * @throws Failure `refused` when this account is not in the group or the folder is not as it must be; `cannot-run` when there
 * is no such group, or no folder yet.
 */
export function groupFolder({ target, group: name, file }: Operators, io: Io): RunRoot {
  const group = findGroup(name);
  if (group === null || group.name !== name) {
    throw new Failure('cannot-run', {
      message: `le groupe « ${name} », que la cible « ${target} » nomme (operators), n’existe pas sur cette machine`,
      where: file,
      expected: 'un groupe Unix dont les membres agissent sur cette cible, ou « root »',
      action: `sudo groupadd ${name} ; puis, pour chaque opérateur, sudo usermod --append --groups ${name} COMPTE`,
    });
  }
  if (!isInGroup(group.gid, io)) throw notMember(target, group, io);
  const folder = join(operatorsFolder(io), name);
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
    if (io.account.uid !== 0) throw notMade(folder, group);
    makeBase(io);
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 0, group.gid);
    chmodSync(folder, 0o2770);
  }
  checkGroupFolder(folder, group);
  return { folder, access: { kind: 'group', name, gid: group.gid } };
}

interface Operators {
  readonly target: string;
  readonly group: string;
  /** That says so. */
  readonly file: string;
}

export function isInGroup(gid: number, { account }: Pick<Io, 'account'>): boolean {
  return account.uid === 0 || account.groups.includes(gid);
}

/**
 * What a member writes there is executed by another: root made it, and nobody but the members goes in.
 * @throws Failure `refused`
 */
export function checkGroupFolder(folder: string, group: Group): void {
  const exposed = exposedPlace(folder, { accounts: [0], groups: [group.gid] });
  if (exposed !== null) throw unsafe(folder, group, saying(exposed));
  const found = lstatSync(folder);
  const { mode } = found;
  if (!found.isDirectory()) throw unsafe(folder, group, `${folder} n’est pas un dossier`);
  if (found.gid !== group.gid) throw unsafe(folder, group, `${folder} n’est pas du groupe « ${group.name} »`);
  if ((mode & 0o7777) !== 0o2770)
    throw unsafe(folder, group, `${folder} a le mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`);
}

function makeBase(io: Io): void {
  const made = makeFolders(operatorsFolder(io), 0o755);
  // Whatever the umask: every operator goes through it.
  if (made !== null) chmodSync(operatorsFolder(io), 0o755);
}

function notMember(target: string, { name, gid }: Group, { account }: Io): Failure {
  const since = isMember(account.uid, gid);
  return new Failure('refused', {
    message: since
      ? `ce compte est du groupe « ${name} », mais cette session date d’avant : elle n’agit pas sur la cible « ${target} »`
      : `ce compte n’est pas du groupe « ${name} », dont les membres agissent sur la cible « ${target} » (operators)`,
    action: since
      ? 'fermez cette session et ouvrez-en une autre'
      : `demandez à y être mis : sudo usermod --append --groups ${name} COMPTE ; puis ouvrez une nouvelle session`,
  });
}

function notMade(folder: string, { name }: Group): Failure {
  return new Failure('cannot-run', {
    message: 'le dossier que partagent les opérateurs de cette cible n’existe pas encore',
    where: folder,
    expected: `un dossier de root et du groupe « ${name} », avec le mode 2770`,
    action: makingOf(folder, name),
  });
}

function unsafe(folder: string, { name }: Group, why: string): Failure {
  return new Failure('refused', {
    message: `${why} : ce que les opérateurs y partagent ne peut pas être exécuté`,
    where: folder,
    expected: `un dossier de root et du groupe « ${name} », avec le mode 2770, sous des dossiers que root seul modifie`,
    action: `après avoir vérifié ce qu’il contient : ${makingOf(folder, name)}`,
  });
}

function makingOf(folder: string, group: string): string {
  const base = folder.slice(0, folder.lastIndexOf('/'));
  return `sudo install -d -m 755 ${base} && sudo install -d -o root -g ${group} -m 2770 ${folder}`;
}
