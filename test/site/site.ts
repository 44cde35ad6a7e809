import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/**
 * Builds a copy of the site with the documents of `content`, as `npm run build:site` does.
 * Several folders are laid over each other. The copy is in a folder of its own, removed by `remove`, inside the
 * repository: Astro takes a file that shares no folder with its root for one that is inside it.
 */
export async function buildSite(...content: readonly string[]): Promise<BuiltSite> {
  await mkdir(join(repository, '.astro'), { recursive: true });
  const root = await mkdtemp(join(repository, '.astro/site-'));
  await mkdir(join(root, 'content'));
  for (const folder of content) await cp(folder, join(root, 'content'), { recursive: true });
  for (const name of SITE)
    await cp(join(repository, name), join(root, name), { recursive: true, verbatimSymlinks: true });
  await symlink(join(repository, 'runbook-runner'), join(root, 'runbook-runner'));
  const { exitCode, all } = await execa('npm', ['run', '--silent', 'build:site'], {
    cwd: root,
    all: true,
    reject: false,
    // Not the environment of the tests: with their NODE_ENV and MODE, Vite would build a development site.
    extendEnv: false,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
  });
  return {
    root,
    dist: join(root, 'dist'),
    exitCode: exitCode ?? null,
    log: all.replaceAll(root, '.'),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export interface BuiltSite {
  readonly root: string;
  readonly dist: string;
  readonly exitCode: number | null;
  /** What the build printed, with the copy's folder written as `.`. */
  readonly log: string;
  readonly remove: () => Promise<void>;
}

/** The repository's root. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Everything the site is made of, except its documents. */
const SITE = ['astro.config.mjs', 'ec.config.mjs', 'package.json', 'tsconfig.json', 'public', 'src'];
