import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';
import { openCampaign } from '../support/seeded.ts';
import { until } from '../support/until.ts';

let place: Place;
let journal: string;
let killed: Buffer;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const path = (...names: string[]): string => join(place.folder, ...names);
const account = (): Promise<string> => readFile(path('compte'), 'utf8');

const transfer = (info = '') =>
  page(
    'a',
    [
      step('step="avant"', 'true'),
      step(
        `step="virer"${info}`,
        'echo virement >> compte\ntouch commence\nwhile ! [ -e laisser-finir ]; do sleep 0.05; done',
      ),
      step('undo="virer"', 'echo rendu >> compte'),
      step('step="apres"', 'echo apres >> compte'),
    ].join('\n'),
  );

/** Kills the runner with SIGKILL in its transfer, once it took effect, and keeps what its journal then holds. */
async function kill(text = transfer()): Promise<void> {
  await place.write('a.md', text);
  const running = place.start('run', 'a.md');
  await until(() => existsSync(path('commence')));
  running.kill('SIGKILL');
  await running;
  const runs = join(place.state, 'runbook/runs');
  journal = join(runs, (await readdir(runs))[0] as string, 'journal.jsonl');
  const bytes = await readFile(journal);
  killed = bytes.subarray(0, bytes.indexOf(0));
}

/** Where the last line, the record that the transfer began, starts. */
const lastLine = (): number => killed.lastIndexOf('\n', -2) + 1;
const flipped = (at: number): Buffer => {
  const bytes = Buffer.from(killed);
  bytes[at] = (killed[at] as number) ^ 1;
  return bytes;
};

type Damage = readonly [what: string, damage: () => Buffer];
const damages: readonly Damage[] = [
  ['altered in its header', () => flipped(lastLine())],
  ['altered in its checksum', () => flipped(lastLine() + 6)],
  ['altered in its text', () => flipped(killed.length - 20)],
  ['with another line feed', () => flipped(killed.length - 1)],
  ['read as zeros', () => Buffer.from(killed).fill(0, lastLine(), killed.length - 10)],
  ['cut short at its first byte', () => killed.subarray(0, lastLine() + 1)],
  ['cut short in the middle', () => killed.subarray(0, lastLine() + 100)],
  ['missing', () => killed.subarray(0, lastLine())],
  ['missing with the line before it', () => killed.subarray(0, killed.lastIndexOf('\n', lastLine() - 2) + 1)],
];
const { whole } = openCampaign();

describe('a last line that says that a step began is never taken for nothing', () => {
  test('whole but for its line feed, it counts', async () => {
    await kill();
    await writeFile(journal, killed.subarray(0, -1));
    await place.write('laisser-finir', '');
    const { status, stdout } = await place.runbook('resume');
    expect(stdout).not.toContain('est perdu');
    expect(stdout).toContain('L’exécution s’est interrompue pendant cette étape (« virer »');
    expect({ status, account: await account() }).toEqual({ status: 5, account: 'virement\n' });
  });

  test('whatever became of it, resume asks a person, and says in which file and after which line', async () => {
    await kill();
    await place.write('laisser-finir', '');
    await execa('cp', ['-a', place.state, path('kept')]);
    const each: Damage[] = Array.from({ length: killed.length - lastLine() }, (_, index) => [
      `altered at byte ${index}`,
      () => flipped(lastLine() + index),
    ]);
    const said: string[] = [];
    for (const [what, damage] of whole ? [...damages, ...each] : damages) {
      await rm(place.state, { recursive: true });
      await execa('cp', ['-a', path('kept'), place.state]);
      await writeFile(journal, damage());
      const { status, stdout } = await place.runbook('resume');
      expect({ what, status, account: await account() }).toEqual({ what, status: 5, account: 'virement\n' });
      expect(stdout.replace(/\s+(· )?/g, ' '), what).toMatch(
        /journal\.jsonl : ce qui suit la ligne \d+ est perdu\. L’étape « virer » \(tentative 1\) a laissé 02-virer-1\.log/,
      );
      said.push(what);
      // Once more: what was found is in the journal now.
      const again = await place.runbook('resume');
      expect({ what, status: again.status, account: await account() }).toMatchObject({
        status: 5,
        account: 'virement\n',
      });
    }
    console.log(`last line of a journal: ${said.length} damages, nothing executed again without a person`);
    const done = await place.runbook('resume', '--done', 'virer');
    expect({ status: done.status, account: await account() }).toEqual({ status: 6, account: 'virement\napres\n' });
  });

  test('an idempotent step is executed again, and the attempt that was lost keeps its log', async () => {
    await kill(transfer(' idempotent="true"'));
    await place.write('laisser-finir', '');
    await writeFile(journal, killed.subarray(0, lastLine()));
    expect((await place.runbook('resume')).status).toBe(0);
    expect(await account()).toBe('virement\nvirement\napres\n');
    expect(await readdir(join(journal, '../logs'))).toEqual([
      '01-avant-1.log',
      '02-virer-1.log',
      '02-virer-2.log',
      '03-apres-1.log',
    ]);
  });

  test('what still runs of that step is found, though no record names its process', async () => {
    await kill(transfer(' idempotent="true"'));
    await writeFile(journal, killed.subarray(0, lastLine()));
    const resumed = place.start('resume');
    let seen = '';
    resumed.stdout.on('data', (chunk) => {
      seen += chunk;
    });
    await until(() => seen.includes('Elle tourne encore'));
    await place.write('laisser-finir', '');
    expect((await resumed).exitCode).toBe(0);
    expect(await account()).toBe('virement\nvirement\napres\n');
  });

  test('history names the step in doubt, undo takes it back', async () => {
    await kill();
    await place.write('laisser-finir', '');
    await writeFile(journal, flipped(killed.length - 20));
    const history = JSON.parse((await place.runbook('history', '--format', 'json')).stdout);
    expect(history[0].report.entries).toMatchObject([
      { id: 'avant', status: 'succeeded' },
      { id: 'virer', status: 'in-doubt' },
      { id: 'apres', status: 'not-begun' },
    ]);
    const undone = await place.runbook('undo', history[0].runId);
    expect(undone.stdout).toContain('Défaite');
    expect({ status: undone.status, account: await account() }).toEqual({ status: 0, account: 'virement\nrendu\n' });
  });

  test('abandon says what is in doubt, and another run may then begin', async () => {
    await kill();
    await place.write('laisser-finir', '');
    await writeFile(journal, killed.subarray(0, lastLine()));
    const refused = await place.runbook('run', 'a.md');
    expect(refused.stderr).toContain('rien ne dit dans quel état elle l’a laissée');
    const [, runId = ''] = /runbook abandon (\S+)/.exec(refused.stderr) ?? [];
    const { status, stdout } = await place.runbook('abandon', runId, '--confirm', runId, '--reason', 'vu à la main');
    expect(stdout).toContain('en doute : virer');
    expect(stdout).toContain('a laissé 02-virer-1.log : elle a commencé et peut avoir agi');
    expect(status).toBe(0);
    expect((await place.runbook('run', 'a.md')).status).toBe(0);
  });
});

test('a journal damaged in its middle is resumed by nobody, but abandoned: another run may then begin', async () => {
  await kill();
  await place.write('laisser-finir', '');
  const second = killed.indexOf('\n') + 1;
  await writeFile(journal, flipped(second + 100));
  const resumed = await place.runbook('resume');
  expect(resumed.stderr).toContain('La ligne 2 est endommagée');
  expect(resumed.stderr).toContain(`${journal}:2`);
  expect(resumed.status).toBe(5);
  const runId = journal.split('/').at(-2) as string;
  const { status, stdout } = await place.runbook('abandon', runId, '--confirm', runId, '--reason', 'vu à la main');
  expect(stdout).toContain('Elle et ce qui la suit');
  expect(stdout).toContain('en doute : avant, virer');
  expect(status).toBe(0);
  expect((await place.runbook('run', 'a.md')).status).toBe(0);
});

test('a run that died before its values were written launched nothing, and never goes on with others', async () => {
  await place.write(
    'a.md',
    page(
      'a',
      step('step="un"', 'echo "$BASE" >> compte'),
      '  variables:\n    BASE: { description: La base, default: production }\n',
    ),
  );
  expect((await place.runbook('run', 'a.md', '--var', 'BASE=copie')).status).toBe(0);
  const runs = join(place.state, 'runbook/runs');
  const runId = (await readdir(runs))[0] as string;
  journal = join(runs, runId, 'journal.jsonl');
  const [first] = (await readFile(journal, 'utf8')).split(/(?<=\n)/);
  await writeFile(journal, first as string);
  await rm(join(journal, '../logs'), { recursive: true });
  const { status, stderr } = await place.runbook('resume', runId);
  expect(stderr).toContain('n’a rien lancé : elle s’est interrompue avant sa première étape');
  expect({ status, account: await account() }).toEqual({ status: 2, account: 'copie\n' });
});
