import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { SandboxError } from '../../error.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { copyProject } from '../../platform/sources.ts';
import { cacheFolder } from './cache.ts';
import { docker, mustDocker } from './docker.ts';
import type { ComposeFacts } from './facts.ts';
import { hash, RECIPES } from './image-names.ts';

/** Makes sure that the daemon has the images of the services: those it has, those kept on disk, else new ones. */
export async function ensureImages(sandbox: Sandbox, facts: ComposeFacts, say: (line: string) => void) {
  const { db, redis, nginx, python, backend } = facts.images;
  if (!(await hasAll(sandbox, [db, redis, nginx, python]))) await getPlatform(sandbox, facts, say);
  if (!(await hasAll(sandbox, [backend]))) await buildBackend(sandbox, facts);
}

async function getPlatform(sandbox: Sandbox, facts: ComposeFacts, say: (line: string) => void) {
  const { db, redis, nginx, python } = facts.images;
  // A daemon of the machine keeps its images by itself; ours is removed with the sandbox.
  const kept = join(cacheFolder(sandbox.uid), `images-${hash([db, redis, nginx, python].join(' '))}.tar`);
  if (facts.docker.kind === 'own' && existsSync(kept)) {
    say(`Images : celles de ${kept}`);
    await mustDocker(sandbox, ['load', '--quiet', '--input', kept]);
    return;
  }
  if (facts.docker.imageSource === 'registry') await pull(sandbox, facts, say);
  else await makeFromDebian(sandbox, facts, say);
  if (facts.docker.kind === 'own') await keep(sandbox, [db, redis, nginx, python], kept);
}

async function pull(sandbox: Sandbox, { images }: ComposeFacts, say: (line: string) => void) {
  const { db, redis, nginx, python } = images;
  say(`Images : ${db}, ${redis} et ${nginx} du registre ; l’application, des paquets de Debian 13`);
  for (const name of [db, redis, nginx, 'debian:trixie-slim']) await mustDocker(sandbox, ['pull', '--quiet', name]);
  await build(sandbox, 'python', python, 'debian:trixie-slim');
}

async function makeFromDebian(sandbox: Sandbox, { images }: ComposeFacts, say: (line: string) => void) {
  const { db, redis, nginx, python } = images;
  if (sandbox.uid !== 0) {
    throw new SandboxError(
      'Aucun registre d’images ne répond, et seul root peut faire ici des images à partir de paquets Debian.',
      'Relancez la commande en root, ou avec un registre joignable, ou : npm run sandbox -- up --topology native',
    );
  }
  say('Images : aucun registre ne répond, elles sont faites de paquets Debian (deux à quatre minutes, une fois)');
  await bootstrap(sandbox, 'bookworm');
  await build(sandbox, 'db', db, base('bookworm'));
  await build(sandbox, 'redis', redis, base('bookworm'));
  await bootstrap(sandbox, 'trixie');
  await build(sandbox, 'nginx', nginx, base('trixie'));
  await build(sandbox, 'python', python, base('trixie'));
}

/** A base like `debian:bookworm-slim`: apt verifies what it is made of. */
async function bootstrap(sandbox: Sandbox, suite: string) {
  if (await hasAll(sandbox, [base(suite)])) return;
  const archive = inside(sandbox, `tmp/${suite}.tar`);
  await mkdir(inside(sandbox, 'tmp'), { recursive: true });
  const slim = ['man', 'doc', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
  const { exitCode, all } = await execa(
    'mmdebstrap',
    ['--quiet', '--variant=minbase', ...slim, suite, archive, 'http://deb.debian.org/debian'],
    { reject: false, all: true, stdin: 'ignore' },
  );
  if (exitCode !== 0) {
    throw new SandboxError(
      `mmdebstrap n’a pas pu faire la base ${suite}.\n${(all ?? '').split('\n').slice(-8).join('\n')}`,
      'Vérifiez l’accès aux dépôts de Debian, puis relancez la commande.',
    );
  }
  await mustDocker(sandbox, ['import', archive, base(suite)]);
  await rm(archive);
}

/** The network is the machine's: the sandbox's own daemon gives its containers no way out. */
async function build(sandbox: Sandbox, recipe: string, name: string, from: string, context = join(RECIPES, recipe)) {
  const options = ['--quiet', '--network', 'host', '--build-arg', `BASE=${from}`, '--tag', name];
  await mustDocker(sandbox, ['build', ...options, context]);
}

async function buildBackend(sandbox: Sandbox, { images: { python, backend }, profile }: ComposeFacts) {
  await mkdir(inside(sandbox, 'tmp'), { recursive: true });
  const context = await mkdtemp(inside(sandbox, 'tmp/backend-'));
  try {
    await cp(join(RECIPES, 'backend'), context, { recursive: true });
    await copyProject(profile, join(context, 'app'));
    await execa('chmod', ['--recursive', 'u=rwX,go=rX', context]);
    await build(sandbox, 'backend', backend, python, context);
  } finally {
    await rm(context, { recursive: true });
  }
}

/** The name appears once the archive is whole; those that other recipes made go. */
async function keep(sandbox: Sandbox, names: readonly string[], path: string) {
  const folder = cacheFolder(sandbox.uid);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const draft = `${path}.${process.pid}`;
  try {
    await mustDocker(sandbox, ['save', '--output', draft, ...names]);
    for (const name of await readdir(folder)) {
      if (/^images-[0-9a-f-]+\.tar$/.test(name)) await rm(join(folder, name));
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function hasAll(sandbox: Sandbox, names: readonly string[]) {
  return (await docker(sandbox, ['image', 'inspect', '--format', '.', ...names])).exitCode === 0;
}

const base = (suite: string) => `korrigo-sandbox/${suite}-slim:1`;
