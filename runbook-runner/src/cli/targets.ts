import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { requireTrusted } from '../disk/trusted.ts';
import { Failure } from '../failure.ts';
import type { Target } from '../targets/target.ts';
import { readTargets } from '../targets/targets-file.ts';
import { findUpwards } from './documents.ts';
import type { Io } from './io.ts';

/** Reads the targets file that `--targets` names, or the nearest `targets.yaml`. */
export async function loadTargets(given: string | undefined, io: Io): Promise<ReadonlyMap<string, Target>> {
  const file = await targetsFile(given, io);
  if (file) {
    if (existsSync(file)) requireTrusted(file);
    return readTargets(file);
  }
  throw new Failure('usage', {
    message: 'il n’y a pas de targets.yaml ici ni plus haut',
    where: io.cwd,
    expected: 'le fichier qui décrit les cibles',
    action: 'indiquez-le par « --targets FICHIER »',
  });
}

/** The targets to compare pages with: none where no file describes any. */
export async function targetsBeside(given: string | undefined, io: Io): Promise<readonly Target[]> {
  const file = await targetsFile(given, io);
  return file ? [...(await readTargets(file)).values()] : [];
}

async function targetsFile(given: string | undefined, { cwd }: Io): Promise<string | null> {
  return given ? resolve(cwd, given) : findUpwards('targets.yaml', cwd);
}

/** The target called `name`; without a name, the only one there is. */
export function pickTarget(targets: ReadonlyMap<string, Target>, name: string | undefined): Target {
  const [only] = targets.size === 1 ? [...targets.values()] : [];
  const target = name === undefined ? only : targets.get(name);
  if (target) return target;
  throw new Failure('usage', {
    message:
      name === undefined ? 'plusieurs cibles sont décrites : il faut en choisir une' : `cible inconnue « ${name} »`,
    expected: [...targets.keys()].join(', '),
    action: 'indiquez-la par « --target CIBLE »',
  });
}
