import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acquireLock } from '../../runbook-runner/src/machine/local/lock.ts';
import type { RaceEvent } from '../fixtures/campaign/race-event.ts';
import { record } from '../fixtures/machine/lock-record.ts';
import { isRoot } from '../support/account.ts';
import { page, step } from '../support/runbook-cli.ts';
import { openCampaign } from '../support/seeded.ts';
import { raceFaults } from './race-faults.ts';

// Three accounts and three checkouts race for the lock of one target, in a folder that all share; some die with it.
// Whole: 15,000 attempts on the lock, less those of the racers that die, and 300 whole runs:
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/campaign/locks
const campaign = openCampaign();
const { size, random, count } = campaign;
const accounts = [0, 1, 65534];
const checkouts = ['c1', 'c2', 'c3'];
const fixtures = join(import.meta.dirname, '../fixtures/campaign');

let folder: string;
let env: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'locks-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'locks'));
  chmodSync(join(folder, 'locks'), 0o1777);
  env = { RUNBOOK_LOCK_FOLDER: join(folder, 'locks'), RUNBOOK_OPERATORS_FOLDER: join(folder, 'operators') };
  for (const name of checkouts) {
    mkdirSync(join(folder, name));
    writeFileSync(
      join(folder, name, 'targets.yaml'),
      'targets: { ici: { description: Essai, kind: local, identity: { command: [echo, essai] } } }\n',
    );
  }
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => console.log(`locks: ${campaign.summary()}, fs.protected_regular ${protectedRegular()}`));

describe.runIf(isRoot)('three accounts and three checkouts that race for a target', () => {
  test('never hold its lock together, and are told who holds it', { timeout: 3_600_000 }, async () => {
    const each = Math.ceil(size(450, 15_000) / 9);
    // Some die with it, others go on.
    const ends = await Promise.all(
      accounts.flatMap((uid, first) =>
        checkouts.map((checkout, second) =>
          race(uid, checkout, each, (first + second) % 3 === 1 ? each * (0.1 + random() * 0.1) : null),
        ),
      ),
    );
    const events = ends.flatMap(({ events }) => events);
    for (const { kind } of events) count(kind);
    expect(ends.filter(({ dies, status, signal }) => (dies ? signal !== 'SIGKILL' : status !== 0))).toEqual([]);
    // It is the last that they did.
    const killed = new Map(ends.flatMap(({ dies, runId, events }) => (dies ? [[runId, events.at(-1)?.to ?? 0]] : [])));
    expect(raceFaults(events, killed).slice(0, 10)).toEqual([]);
    // Everybody had it, and it is free at last.
    expect(new Set(events.flatMap(({ kind, runId }) => (kind === 'taken' ? [runId] : []))).size).toBe(9);
    const last = await acquireLock(lockFile(), 'exclusive', record('dernier'));
    expect(last.ok && last.abandoned.map(({ runId }) => runId).toSorted()).toEqual([...killed.keys()].toSorted());
    if (last.ok) await last.release();
  });

  test('never run their steps together', { timeout: 3_600_000 }, async () => {
    const sources = openSources();
    mkdirSync(join(folder, 'commun'));
    chmodSync(join(folder, 'commun'), 0o1777);
    const register = join(folder, 'commun', 'registre');
    writeFileSync(register, '');
    chmodSync(register, 0o666);
    const text = `echo "entre $$" >> ${register}\nsleep 0.05\necho "sort $$" >> ${register}`;
    for (const name of checkouts) writeFileSync(join(folder, name, 'a.md'), page('a', step('step="un"', text)));
    for (let runs = 0; runs < size(9, 300); runs += 9) {
      const called = await Promise.all(
        accounts.flatMap((uid) => checkouts.map((checkout) => runAs(uid, checkout, sources))),
      );
      for (const { exitCode } of called) count(`runs that ended ${exitCode}`);
      const wrong = called.filter(
        ({ exitCode, stderr }) =>
          exitCode !== 0 &&
          !(exitCode === 3 && stderr.includes('une autre exécution est en cours sur la cible « ici »')),
      );
      expect(wrong.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`)).toEqual([]);
      expect(called.filter(({ exitCode }) => exitCode === 0).length).toBeGreaterThan(0);
    }
    const lines = readFileSync(register, 'utf8').trimEnd().split('\n');
    const together = lines.filter(
      (line, index) => index % 2 === 1 && line !== lines[index - 1]?.replace('entre', 'sort'),
    );
    expect(together).toEqual([]);
  });
});

async function race(uid: number, checkout: string, attempts: number, dies: number | null) {
  const runId = `r${uid}-${checkout}`;
  const seed = Math.floor(random() * 1e9);
  const words = [join(folder, checkout), runId, uid, seed, attempts, ...(dies === null ? [] : [dies])];
  const { exitCode, signal, stdout } = await execa(
    process.execPath,
    [join(fixtures, 'lock-racer.ts'), ...words.map(String)],
    { env, reject: false, stdin: 'ignore', stderr: 'inherit', maxBuffer: 1e9 },
  );
  const events = stdout.split('\n').map((line) => JSON.parse(line) as RaceEvent);
  return { runId, dies: dies !== null, status: exitCode, signal, events };
}

function runAs(uid: number, checkout: string, sources: string) {
  const argv = [join(fixtures, 'as-account.ts'), sources, String(uid), 'run', 'a.md'];
  const state = join(folder, `commun/etat-${uid}-${checkout}`);
  return execa(process.execPath, argv, {
    cwd: join(folder, checkout),
    env: { ...env, XDG_STATE_HOME: state, HOME: folder, NO_COLOR: '1' },
    reject: false,
    stdin: 'ignore',
  });
}

/** A copy of the runner that all accounts can read, as the shell of a step must. */
function openSources(): string {
  const runner = join(import.meta.dirname, '../../runbook-runner');
  for (const name of ['src', 'shell', 'package.json'])
    cpSync(join(runner, name), join(folder, 'runner', name), { recursive: true });
  symlinkSync(join(runner, '../node_modules'), join(folder, 'node_modules'));
  return join(folder, 'runner/src');
}

/** The only one that was made. */
function lockFile(): string {
  const [name = ''] = readdirSync(join(folder, 'locks')).filter((file) => file.endsWith('.lock'));
  return join(folder, 'locks', name);
}

function protectedRegular(): string {
  return readFileSync('/proc/sys/fs/protected_regular', 'utf8').trim();
}
