import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace } from '../support/runbook-cli.ts';
import { exampleOf } from './example.ts';
import { readRunbooks } from './runbooks.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runbooks = await readRunbooks();

let place: Place;
afterEach(() => place?.remove());

describe('the example targets, as they are written', () => {
  test.each(runbooks.map(({ id }) => id))('of the reference: %s could run there', async (id) => {
    await openExample('content/reference/targets.md');
    expect(await plan(id)).toMatchObject({ stderr: '', exitCode: 0 });
  });

  test('of the reference: a value of the platform’s own .env is that of the steps and of the services', async () => {
    await openExample('content/reference/targets.md');
    const { stdout } = await plan('verification-sante');
    expect(stdout).toContain('DB_NAME = viatique\n');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain("exec -T --env 'PGUSER=$DB_ROLE' db");
  });

  test('of the README: the backup of the database could run there', async () => {
    await openExample('README.md');
    expect(await plan('sauvegarde-base')).toMatchObject({ stderr: '', exitCode: 0 });
  });
});

/** A checkout of the platform, with commands that answer what its server would. */
async function openExample(file: string): Promise<void> {
  place = await openPlace(await exampleOf(file));
  await place.write('.env', 'POSTGRES_DB=viatique\nPOSTGRES_USER=viatique_user\n');
  await place.command('docker', 'echo ABCD:EFGH');
  await place.command('pass', 'echo un-mot-de-passe-tres-long');
}

function plan(id: string) {
  const declared = runbooks.find((runbook) => runbook.id === id)?.variables.map(({ name }) => name) ?? [];
  const archives = declared
    .filter((name) => name.startsWith('ARCHIVE'))
    .flatMap((name) => ['--var', `${name}=/srv/${name}`]);
  return execa(process.execPath, [cli, 'plan', join(root, `content/runbooks/${id}.md`), ...archives], {
    cwd: place.folder,
    env: place.env,
    reject: false,
  });
}
