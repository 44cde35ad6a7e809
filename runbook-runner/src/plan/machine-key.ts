import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCause } from '../disk/cause.ts';
import { makeFolders } from '../disk/folder.ts';
import { Failure } from '../failure.ts';

/** The random key (32 bytes, file 0600) that keeps secrets out of the plan's hash; made at its first use. */
export async function machineKey(path: string): Promise<Uint8Array> {
  const found = await readFile(path).catch(() => null);
  if (found) return found;
  try {
    makeFolders(dirname(path), 0o700);
  } catch (error) {
    throw new Failure('cannot-run', {
      message: `rien ne peut être gardé des exécutions (${systemCause(error)}) ; rien n’a été exécuté`,
      where: dirname(path),
      expected: 'un dossier où ce compte peut écrire',
      action: 'donnez-lui un dossier personnel (HOME), ou un autre dossier par XDG_STATE_HOME',
    });
  }
  // Whole before it has its name: of two first runs at once, neither reads half a key, and both get the same.
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, randomBytes(32), { flag: 'wx', mode: 0o600 });
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
  return readFile(path);
}
