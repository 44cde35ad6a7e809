import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../runbook-runner/src/failure.ts';
import { acquireLock } from '../../runbook-runner/src/machine/local/lock.ts';
import type { HeldLock } from '../../runbook-runner/src/machine/machine.ts';
import { record } from '../fixtures/machine/lock-record.ts';

const fixtures = join(import.meta.dirname, '../fixtures/machine');
let folder: string;
let path: string;
let held: HeldLock[];
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'locks', 'bac-a-sable');
  held = [];
  children = [];
});
afterEach(async () => {
  for (const lock of held) await lock.release();
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('the lock of a target', { timeout: 60_000 }, () => {
  it('is refused to a second run, which is told who holds it', async () => {
    await take('premier');
    expect(await acquireLock(path, record('second'))).toEqual({ ok: false, holder: record('premier') });
  });

  it('is free again once released, and its number grew', async () => {
    const first = await take('premier');
    await first.release();
    const second = await take('second');
    expect([first.token, second.token]).toEqual([1, 2]);
    expect(second.abandoned).toBeNull();
    expect([first.isCurrent(), second.isCurrent()]).toEqual([false, true]);
  });

  it('may be released twice', async () => {
    const lock = await take('premier');
    await Promise.all([lock.release(), lock.release()]);
    expect((await take('second')).token).toBe(2);
  });

  it('of one target says nothing about another', async () => {
    await take('premier');
    path = join(folder, 'locks', 'production');
    expect((await take('second')).token).toBe(1);
  });

  it('is freed by kill -9 of its holder, although a step of it still runs', async () => {
    const { child, said } = await holder();
    expect(await acquireLock(path, record('second'))).toEqual({ ok: false, holder: record('tenant') });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await takeSoon('second');
    expect(lock).toMatchObject({ token: said.token + 1, abandoned: record('tenant') });
    expect(process.kill(said.step, 0)).toBe(true);
    process.kill(said.step, 'SIGKILL');
  });

  it('stays with a holder that is stopped', async () => {
    const { child, said } = await holder();
    child.kill('SIGSTOP');
    expect(await acquireLock(path, record('second'))).toMatchObject({ ok: false });
    process.kill(said.step, 'SIGKILL');
  });

  it('that is lost is no longer current', async () => {
    const lock = await take('premier');
    expect(lock.isCurrent()).toBe(true);
    process.kill(keeperOf(path), 'SIGKILL');
    await expect.poll(lock.isCurrent).toBe(false);
    expect((await take('second')).abandoned).toEqual(record('premier'));
  });

  it('of which the counter was tampered with is refused', async () => {
    await (await take('premier')).release();
    writeFileSync(`${path}.fence`, 'zéro\n');
    const failure = await acquireLock(path, record('second')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect((failure as Failure).text).toEqual({
      message: 'Le compteur de ce verrou est illisible : "zéro\\n".',
      where: `${path}.fence`,
      expected: 'un nombre entier, qui ne fait que croître',
      action: 'Cherchez qui l’a modifié ; supprimez ce fichier si aucune exécution n’est en cours sur cette cible.',
    });
    rmSync(`${path}.fence`);
    expect((await take('troisième')).token).toBe(1);
  });

  it('that cannot be tried is an error, not a lock', async () => {
    const failure = await acquireLock('/proc/1/lock', record('premier')).catch((error: unknown) => error);
    expect((failure as Failure).text.message).toMatch(/^Le verrou de la cible ne peut pas être pris : /);
  });

  it('has exactly one holder at each time, of two that race for it 200 times', async () => {
    const ends = await Promise.all(
      ['un', 'deux'].map(async (name) => {
        const racer = fixture('lock-racer.ts', name, '100');
        return (await once(racer, 'exit'))[0];
      }),
    );
    expect(ends).toEqual([0, 0]);
    const turns = readFileSync(`${path}.turns`, 'utf8').trimEnd().split('\n');
    expect(turns.map((turn) => Number(turn.split(' ')[0]))).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    expect(turns.filter((turn) => turn.endsWith(' un'))).toHaveLength(100);
  });
});

async function take(runId: string): Promise<HeldLock> {
  const lock = await acquireLock(path, record(runId));
  if (!lock.ok) throw new Error('the lock is taken');
  held.push(lock);
  return lock;
}

// The kernel frees the lock when the keeper has read the end of its pipe, just after its owner's death.
async function takeSoon(runId: string): Promise<HeldLock> {
  for (;;) {
    const lock = await acquireLock(path, record(runId));
    if (!lock.ok) continue;
    held.push(lock);
    return lock;
  }
}

async function holder(): Promise<{ child: ChildProcess; said: { token: number; step: number } }> {
  const child = fixture('lock-holder.ts');
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, said: JSON.parse(line.toString()) };
}

function fixture(file: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(fixtures, file), path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** The process that holds the kernel's lock on the file: a child of ours called "cat". */
function keeperOf(lockPath: string): number {
  const threads = readdirSync('/proc/self/task');
  const pids = threads
    .flatMap((id) => readFileSync(`/proc/self/task/${id}/children`, 'utf8').split(' '))
    .filter(Boolean);
  const keeper = pids.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('cat'));
  if (keeper === undefined) throw new Error(`nobody holds ${lockPath}`);
  return Number(keeper);
}
