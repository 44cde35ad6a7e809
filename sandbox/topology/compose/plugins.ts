import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { SandboxError } from '../../error.ts';
import type { Sandbox } from '../../folder.ts';
import { cacheFolder } from './cache.ts';
import { configFolder, docker } from './docker.ts';

/** Makes `docker compose` and `docker buildx` work for the sandbox: the machine's, else those of Debian 13. */
export async function ensurePlugins(sandbox: Sandbox, say: (line: string) => void) {
  const folder = join(configFolder(sandbox), 'cli-plugins');
  await mkdir(folder, { recursive: true });
  for (const name of PLUGINS) {
    const plugin = `docker-${name}`;
    if (await works(sandbox, name)) continue;
    // The operator's own, which Docker looks for in their configuration folder only.
    const theirs = join(homedir(), '.docker/cli-plugins', plugin);
    const path = existsSync(theirs) ? theirs : await fromDebian(sandbox, plugin, say);
    await rm(join(folder, plugin), { force: true });
    await symlink(path, join(folder, plugin));
    if (!(await works(sandbox, name))) {
      throw new SandboxError(
        `« docker ${name} » ne marche pas avec ${path}.`,
        `Installez Docker Compose v2 et buildx, ou supprimez ${path} puis relancez la commande.`,
      );
    }
  }
}

/** Compose 1, which some machines still have, is another program. */
async function works(sandbox: Sandbox, name: string) {
  return (await docker(sandbox, [name, 'version'])).exitCode === 0;
}

/**
 * The package of Debian 13, downloaded and unpacked beside the machine's own: apt verifies the signature of the
 * distribution and, through it, the package. Debian 12 has Compose 1 and no buildx.
 */
async function fromDebian({ uid }: Sandbox, plugin: string, say: (line: string) => void) {
  const kept = join(cacheFolder(uid), 'plugins');
  const path = join(kept, 'usr/libexec/docker/cli-plugins', plugin);
  if (existsSync(path)) return path;
  if (!existsSync('/usr/bin/apt-get')) {
    throw new SandboxError(`Il manque le greffon ${plugin} de Docker.`, 'Installez Docker Compose v2 et buildx.');
  }
  say(`Téléchargement de ${plugin} (paquet de Debian 13, vérifié par apt)`);
  await mkdir(kept, { recursive: true });
  const work = await mkdtemp(join(kept, 'apt-'));
  const draft = join(work, 'unpacked');
  try {
    await mkdir(join(work, 'sources'));
    await writeFile(join(work, 'sources/trixie.sources'), TRIXIE);
    await mkdir(join(work, 'lists'));
    const options = [
      `Dir::Etc::SourceList=/dev/null`,
      `Dir::Etc::SourceParts=${work}/sources`,
      `Dir::State::lists=${work}/lists`,
      `Dir::Cache=${work}`,
      // It may not write in a folder of ours; the lists are checked by their signature all the same.
      `APT::Sandbox::User=${uid === 0 ? 'root' : ''}`,
    ].flatMap((option) => ['--option', option]);
    await run('apt-get', [...options, '--quiet', '--quiet', 'update'], work);
    await run('apt-get', [...options, '--quiet', 'download', plugin], work);
    const archive = (await readdir(work)).find((name) => name.endsWith('.deb'));
    await run('dpkg-deb', ['--extract', join(work, archive ?? `${plugin}.deb`), draft], work);
    await mkdir(join(kept, 'usr/libexec/docker/cli-plugins'), { recursive: true });
    await rename(join(draft, 'usr/libexec/docker/cli-plugins', plugin), path);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return path;
}

async function run(file: string, args: readonly string[], cwd: string) {
  const { exitCode, all } = await execa(file, [...args], { cwd, reject: false, all: true, stdin: 'ignore' });
  if (exitCode === 0) return;
  const lastLines = (all ?? '').split('\n').slice(-6).join('\n');
  throw new SandboxError(
    `${file} n’a pas pu donner Docker Compose.\n${lastLines}`,
    'Vérifiez l’accès aux dépôts de Debian, ou installez Docker Compose v2 et buildx, puis relancez la commande.',
  );
}

const PLUGINS = ['compose', 'buildx'];

const TRIXIE = `Types: deb
URIs: http://deb.debian.org/debian
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;
