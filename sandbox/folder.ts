import { createHash } from 'node:crypto';
import { lstat, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SandboxError } from './error.ts';

/**
 * Says where the sandbox of `dir` lives. `dir` is only a link: the real folder is under /var/tmp, where the path of a
 * socket stays short and the users of the services can go, wherever the repository is.
 */
export function locateSandbox(dir: string, uid: number): Sandbox {
  const link = resolve(dir);
  const hash = createHash('sha256').update(link).digest('hex').slice(0, 10);
  return { link, root: `/var/tmp/korrigo-${uid === 0 ? '' : `${uid}-`}${hash}`, uid };
}

/** Path of something inside the sandbox. */
export function inside(sandbox: Sandbox, ...names: readonly string[]) {
  return join(sandbox.root, ...names);
}

/** Makes the private folder and the link to it; changes nothing when both are there. */
export async function makeFolder(sandbox: Sandbox) {
  await makePrivate(sandbox);

  const link = await linkTarget(sandbox.link);
  if (link === sandbox.root) return;
  if (link !== undefined) {
    throw new SandboxError(
      `${sandbox.link} existe déjà et n’est pas le lien d’un bac à sable.`,
      'Déplacez-le, ou choisissez un autre emplacement avec --dir.',
    );
  }
  await mkdir(dirname(sandbox.link), { recursive: true });
  await symlink(sandbox.root, sandbox.link);
}

export async function removeFolder(sandbox: Sandbox) {
  await rm(sandbox.root, { recursive: true, force: true });
  if ((await linkTarget(sandbox.link)) === sandbox.root) await rm(sandbox.link);
}

/** True when `up` has been here, even if it did not finish. */
export async function folderExists(sandbox: Sandbox) {
  const found = await lstat(sandbox.root).catch(() => undefined);
  if (found === undefined) return false;
  // /var/tmp is open to all: never work in a folder, or through a link, that somebody else put there.
  if (!found.isDirectory() || found.uid !== sandbox.uid) {
    throw new SandboxError(
      `${sandbox.root} n’appartient pas à l’utilisateur courant ou n’est pas un dossier.`,
      'Supprimez-le, ou choisissez un autre emplacement avec --dir.',
    );
  }
  return true;
}

async function makePrivate(sandbox: Sandbox) {
  if (await folderExists(sandbox)) return;
  // The services' users go through; nobody lists.
  await mkdir(sandbox.root, { mode: sandbox.uid === 0 ? 0o711 : 0o700 });
}

async function linkTarget(path: string) {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isSymbolicLink() ? readlink(path) : path;
}

/** One sandbox: the link the user knows, the real folder, and the user who owns it. */
export interface Sandbox {
  readonly link: string;
  readonly root: string;
  readonly uid: number;
}
