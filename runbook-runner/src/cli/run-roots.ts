import { opendirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ownAccess } from '../disk/access.ts';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import type { RunRoot } from '../journal/runs.ts';
import { paint } from '../report/paint.ts';
import { formatFailure } from './failure-text.ts';
import type { Io } from './io.ts';
import { hasColor } from './io.ts';
import { lookAtGroupFolder, lookAtRootFolder, operatorsFolder, unreachable } from './operators.ts';
import { stateRoot } from './state-root.ts';

/**
 * Every place where this account may find runs, its own first; and why others were left out.
 * @throws Failure as `stateRoot`, and `cannot-run` when its own cannot be listed.
 */
export function knownRoots(io: Io): KnownRoots & { readonly own: RunRoot } {
  const own = listable(ownRoot(io));
  const { roots, refused } = sharedRoots(io);
  return { own, roots: [own, ...roots], refused };
}

/** Those of them that are not its own. */
export function sharedRoots(io: Io): KnownRoots {
  const roots: RunRoot[] = [];
  const refused: Failure[] = [];
  const look = <T>(find: () => T): T | null => {
    try {
      return find();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      refused.push(error);
      return null;
    }
  };
  const folder = operatorsFolder(io);
  for (const name of look(() => names(folder)) ?? []) {
    const root = look(() => sharedRoot(name, io));
    if (root !== null) roots.push(root);
  }
  return { roots, refused };
}

export interface KnownRoots {
  readonly roots: readonly RunRoot[];
  readonly refused: readonly Failure[];
}

/** Says on stderr which were left out, and why: what is not shown is not taken for what is not there. */
export function tellLeftOut({ refused }: KnownRoots, io: Io): void {
  const { yellow } = paint(hasColor(io, io.stderr));
  const head = (message: string) => `${yellow('!')} ${message} ; les exécutions de ce lieu sont laissées de côté`;
  for (const { text } of refused) io.stderr.write(formatFailure(text, head));
}

export function ownRoot(io: Io): RunRoot {
  return { folder: stateRoot(io), access: ownAccess };
}

/** Null: it is not for this account to see. */
function sharedRoot(name: string, io: Io): RunRoot | null {
  if (name === 'root') return io.account.uid === 0 ? listable(lookAtRootFolder(io)) : null;
  const found = lookAtGroupFolder(name, io);
  return found.kind === 'there' ? listable(found.root) : null;
}

/**
 * As it was given: without the list of its runs, nobody would know which are missing. One that does not exist yet has none.
 * @throws Failure `cannot-run`
 */
function listable(root: RunRoot): RunRoot {
  const folder = join(root.folder, 'runs');
  try {
    opendirSync(folder).closeSync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unlisted(folder, error);
  }
  return root;
}

function unlisted(folder: string, error: unknown): Failure {
  return new Failure('cannot-run', {
    message: `les exécutions ne peuvent pas être cherchées dans ${folder} (${systemCause(error)})`,
    where: folder,
    expected: 'un dossier que ce compte peut lire et traverser',
    action: 'vérifiez ce chemin, ses droits et les variables qui le disent (XDG_STATE_HOME, RUNBOOK_OPERATORS_FOLDER)',
  });
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unreachable(folder, error);
  }
}
