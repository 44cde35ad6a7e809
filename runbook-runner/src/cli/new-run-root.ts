import type { Group } from '../disk/group.ts';
import { isMember } from '../disk/group.ts';
import { Failure } from '../failure.ts';
import type { RunRoot } from '../journal/runs.ts';
import type { Target } from '../targets/target.ts';
import type { Io } from './io.ts';
import { lookAtGroupFolder, lookAtRootFolder, makeSharedFolder, makingOf } from './operators.ts';
import { ownRoot } from './run-roots.ts';

/**
 * Where a new run of a target is kept: with all its operators when the target names them, else with this account.
 * @throws Failure as `lookAtNewRunRoot`, and `cannot-run` when it cannot be made.
 */
export function newRunRoot(target: Target, io: Io): RunRoot {
  const root = lookAtNewRunRoot(target, io);
  if (target.operators === null) return root;
  makeSharedFolder(root, io);
  return lookAtNewRunRoot(target, io);
}

/**
 * The same, and nothing is made: only for root may it be missing.
 * @throws Failure `refused` when this account is none of the operators, or when that folder cannot be trusted; `cannot-run`
 * when there is no such group, or no folder yet.
 */
export function lookAtNewRunRoot({ name: target, operators, file }: Target, io: Io): RunRoot {
  if (operators === null) return ownRoot(io);
  if (operators === 'root') {
    if (io.account.uid !== 0) throw notRoot(target, file);
    return lookAtRootFolder(io);
  }
  const found = lookAtGroupFolder(operators, io);
  switch (found.kind) {
    case 'no-group':
      throw noGroup(operators, target, file);
    case 'not-member':
      throw notMember(target, file, found.group, io);
    case 'missing':
      if (io.account.uid !== 0) throw notMade(found.root.folder, found.group);
      return found.root;
    case 'there':
      return found.root;
  }
}

function notRoot(target: string, file: string): Failure {
  return new Failure('refused', {
    message: `seul root agit sur la cible « ${target} » (operators: root), et ce compte n’est pas root`,
    where: file,
    expected: 'root',
    action: 'relancez avec sudo',
  });
}

function noGroup(name: string, target: string, file: string): Failure {
  return new Failure('cannot-run', {
    message: `le groupe « ${name} », que la cible « ${target} » nomme (operators), n’existe pas sur cette machine`,
    where: file,
    expected: 'un groupe Unix dont les membres agissent sur cette cible, ou « root »',
    action: `sudo groupadd ${name} ; puis, pour chaque opérateur, sudo usermod --append --groups ${name} COMPTE`,
  });
}

function notMember(target: string, file: string, { name, gid }: Group, { account }: Io): Failure {
  const since = isMember(account.uid, gid);
  return new Failure('refused', {
    message: since
      ? `ce compte est du groupe « ${name} », mais cette session date d’avant : elle n’agit pas sur la cible « ${target} »`
      : `ce compte n’est pas du groupe « ${name} », dont les membres agissent sur la cible « ${target} » (operators)`,
    where: file,
    expected: `un membre du groupe « ${name} », ou root`,
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
