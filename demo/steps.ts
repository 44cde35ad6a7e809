import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { title } from './title.ts';

const root = join(import.meta.dirname, '..');
const target = 'bac-a-sable';

/** The values a restoration chooses: the newest archives. */
export type Archives = Readonly<Record<'ARCHIVE' | 'ARCHIVE_MEDIAS', string>>;

/** A command of the sandbox, its output shown. Throws when it fails. */
export async function runSandbox(command: 'up' | 'reset' | 'sinistre' | 'down'): Promise<void> {
  await show('sandbox/cli.ts', [command], `le bac à sable : « ${command} » a échoué`);
}

/** A page of the documentation, executed as an operator would. Throws when it does not succeed. */
export async function runRunbook(id: string, reports: string, archives?: Archives): Promise<void> {
  title(`runbook run ${id}`);
  const values = Object.entries(archives ?? {}).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
  const words = ['run', `content/runbooks/${id}.md`, '--target', target, '--confirm', target, '--report', reports];
  await show('runbook-runner/dist/cli/bin.js', [...words, ...values], `« ${id} » n’a pas réussi`);
}

/** Asks the platform, through nginx, whether it still works, and says what it answered. Throws when it does. */
export async function sayBroken(): Promise<void> {
  const base = (await readFile(join(root, '.sandbox/base-url'), 'utf8')).trim();
  const { status } = await fetch(`${base}/api/health/ready/`);
  if (status === 200) throw new Error('la plateforme répond encore : le sinistre n’en est pas un');
  process.stdout.write(`\n${base}/api/health/ready/ répond ${status} : la plateforme est hors service.\n`);
}

export async function latestArchives(): Promise<Archives> {
  const folder = join(root, '.sandbox/backups');
  const names = (await readdir(folder)).sort().reverse();
  const newest = (pattern: RegExp): string => {
    const name = names.find((name) => pattern.test(name));
    if (name === undefined) throw new Error(`aucune archive ${pattern} dans ${folder}`);
    return join(folder, name);
  };
  return { ARCHIVE: newest(/^korrigo-\d.*\.dump$/), ARCHIVE_MEDIAS: newest(/^korrigo-medias-\d.*\.tar$/) };
}

async function show(script: string, words: readonly string[], failure: string): Promise<void> {
  const options = { cwd: root, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false } as const;
  const { exitCode } = await execa(process.execPath, [join(root, script), ...words], options);
  if (exitCode !== 0) throw new Error(`${failure} (statut ${exitCode ?? 'inconnu'})`);
}
