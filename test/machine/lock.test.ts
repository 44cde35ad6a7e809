import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../runbook-runner/src/failure.ts';
import { acquireLock } from '../../runbook-runner/src/machine/local/lock.ts';
import { lockState } from '../../runbook-runner/src/machine/local/lock-state.ts';
import type { HeldLock, LockMode } from '../../runbook-runner/src/machine/machine.ts';
import { record } from '../fixtures/machine/lock-record.ts';
import { isRoot, isSystemAdmin } from '../support/account.ts';

const fixtures = join(import.meta.dirname, '../fixtures/machine');
let folder: string;
let path: string;
let held: HeldLock[];
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'bac-a-sable.lock');
  held = [];
  children = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const lock of held) await lock.release();
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('the lock of a target', { timeout: 60_000 }, () => {
  it('is refused to a second run, which is told who holds it', async () => {
    await take('premier');
    expect(await acquireLock(path, 'exclusive', record('second'))).toEqual({ ok: false, holder: record('premier') });
  });

  it('is free again once released', async () => {
    const first = await take('premier');
    await first.release();
    const second = await take('second');
    expect(second.abandoned).toEqual([]);
    expect([first.isCurrent(), second.isCurrent()]).toEqual([false, true]);
  });

  it('may be released twice', async () => {
    const lock = await take('premier');
    await Promise.all([lock.release(), lock.release()]);
    expect((await take('second')).isCurrent()).toBe(true);
  });

  it('of one target says nothing about another', async () => {
    await take('premier');
    path = join(folder, 'production.lock');
    expect((await take('second')).isCurrent()).toBe(true);
  });

  it('may be shared by those that say so, and by nobody else', async () => {
    const first = await take('premier', 'shared');
    const second = await take('deuxième', 'shared');
    expect(await acquireLock(path, 'exclusive', record('troisième'))).toMatchObject({ ok: false });
    await first.release();
    await second.release();
    await take('troisième');
    expect(await acquireLock(path, 'shared', record('quatrième'))).toMatchObject({ ok: false });
  });

  it('is freed by kill -9 of its holder, although a step of it still runs', async () => {
    const { child, step } = await holder();
    expect(await acquireLock(path, 'exclusive', record('second'))).toEqual({ ok: false, holder: record('tenant') });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await take('second')).abandoned).toEqual([record('tenant')]);
    expect(process.kill(step, 0)).toBe(true);
    process.kill(step, 'SIGKILL');
  });

  it('tells the run that resumes nothing of itself', async () => {
    const { child, step } = await holder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    process.kill(step, 'SIGKILL');
    expect((await take('tenant')).abandoned).toEqual([]);
  });

  it('that a dead run had is still told of when going on with that run is refused', async () => {
    const { child, step } = await holder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    process.kill(step, 'SIGKILL');
    await (await take('tenant')).release();
    const other = await take('second');
    expect(other.abandoned).toEqual([record('tenant')]);
    await other.release();
    const again = await take('tenant');
    again.begin();
    await again.release();
    expect((await take('troisième')).abandoned).toEqual([]);
  });

  it('is at no moment without the name of its holder', async () => {
    const lock = await take('premier');
    const reader = fixture('holder-reader.ts');
    await once(reader.stdout as NodeJS.ReadableStream, 'data');
    for (let time = 0; time < 500; time += 1) lock.begin();
    const [misses] = (
      await Promise.all([
        once(reader.stdout as NodeJS.ReadableStream, 'data'),
        Promise.resolve(writeFileSync(`${path}-done`, '')),
      ])
    ).flat();
    expect(String(misses)).toBe('0\n');
  });

  it('says nothing of a holder that was killed as it was writing who it is', async () => {
    writeFileSync(`${path}.premier.0.new`, JSON.stringify(record('premier')));
    expect((await take('second')).abandoned).toEqual([]);
    rmSync(`${path}.premier.0.new`);
  });

  it('stays with a holder that is stopped', async () => {
    const { child, step } = await holder();
    child.kill('SIGSTOP');
    expect(await acquireLock(path, 'exclusive', record('second'))).toMatchObject({ ok: false });
    process.kill(step, 'SIGKILL');
  });

  it('that somebody removed or replaced is no longer current', async () => {
    const lock = await take('premier');
    rmSync(path);
    expect(lock.isCurrent()).toBe(false);
    await take('second');
    expect(lock.isCurrent()).toBe(false);
  });

  it('whose file is removed while it is being taken is taken on the file that the others try', async () => {
    const flock = join(folder, 'bin/flock');
    mkdirSync(join(folder, 'bin'));
    const once = `[ -e "${folder}/once" ] || { : > "${folder}/once"; rm "${path}"; }`;
    writeFileSync(flock, `#!/bin/sh\n${once}\nPATH='${process.env.PATH}'\nexec flock "$@"\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}/bin:${process.env.PATH}`);
    const first = await take('premier');
    expect(first.isCurrent()).toBe(true);
    expect(await acquireLock(path, 'exclusive', record('second'))).toMatchObject({ ok: false });
  });

  it('that is a symbolic link is refused, also when it leads to a file', async () => {
    writeFileSync(join(folder, 'fichier'), '');
    symlinkSync(join(folder, 'fichier'), path);
    await expect(acquireLock(path, 'exclusive', record('premier'))).rejects.toThrow('ne peut pas être pris');
  });

  it('that is a symbolic link is refused, and what it leads to is not made', async () => {
    symlinkSync(join(folder, 'ailleurs'), path);
    const failure = await acquireLock(path, 'exclusive', record('premier')).catch((error: unknown) => error);
    expect((failure as Failure).text).toMatchObject({
      message: expect.stringMatching(/^le verrou de la cible ne peut pas être pris : /),
      where: path,
    });
    expect(readdirSync(folder)).toEqual(['bac-a-sable.lock']);
  });

  it.each(['before the lock', 'as the run begins'])(
    'whose holder cannot be written down is an error: %s',
    async (when) => {
      const lock = when === 'as the run begins' ? await take('premier') : null;
      const file = `${path}.premier.${process.getuid?.()}`;
      rmSync(file, { force: true });
      mkdirSync(join(file, 'plein'), { recursive: true });
      const failure = await (lock === null ? acquireLock(path, 'exclusive', record('premier')) : beginning(lock)).catch(
        (error: unknown) => error,
      );
      rmSync(file, { recursive: true });
      expect((failure as Failure).text).toMatchObject({
        message:
          'le verrou de la cible ne peut pas être pris : son détenteur ne peut pas être écrit (c’est un dossier, EISDIR)',
        where: path,
      });
    },
  );

  it.each(['022', '077'])('makes a folder that other accounts can use, also under the umask %s', async (umask) => {
    const before = process.umask(umask);
    path = join(folder, 'a/b/bac-a-sable.lock');
    try {
      await take('premier');
    } finally {
      process.umask(before);
    }
    const modes = ['a', 'a/b'].map((name) => (statSync(join(folder, name)).mode & 0o7777).toString(8));
    expect(modes).toEqual(['755', '1777']);
  });

  it('that cannot be tried for want of « flock » says what to install', async () => {
    vi.stubEnv('PATH', folder);
    const failure = await acquireLock(path, 'exclusive', record('premier')).catch((error: unknown) => error);
    expect((failure as Failure).text).toEqual({
      message:
        'le verrou de la cible ne peut pas être pris : « flock » ne se lance pas (le chemin n’existe pas, ENOENT)',
      where: path,
      action: 'installez le paquet util-linux',
    });
  });

  it('that cannot be tried is an error, not a lock', async () => {
    const failure = await acquireLock('/proc/1/lock', 'exclusive', record('premier')).catch((error: unknown) => error);
    expect((failure as Failure).text.message).toMatch(/^le verrou de la cible ne peut pas être pris : /);
  });

  it('has exactly one holder at each time, of two that race for it 200 times', async () => {
    const ends = await Promise.all(
      ['un', 'deux'].map(async (name) => (await once(fixture('lock-racer.ts', folder, name, '100'), 'exit'))[0]),
    );
    expect(ends).toEqual([0, 0]);
    expect(alternating(readFileSync(join(folder, 'turns'), 'utf8'))).toBe(200);
  });
});

// The kernel's rule against tricks in folders that all share; the default of Debian, not of every container.
const rule = '/proc/sys/fs/protected_regular';

describe.runIf(isRoot)('the lock in a folder that all accounts share', { timeout: 60_000 }, () => {
  let before: string;
  beforeEach(() => {
    before = readFileSync(rule, 'utf8');
    try {
      writeFileSync(rule, '2');
    } catch {
      // Not ours to set: tested as the machine has it.
    }
    chmodSync(folder, 0o1777);
  });
  afterEach(() => {
    try {
      writeFileSync(rule, before);
    } catch {
      // As above.
    }
  });

  it('is one for root and for another account, whoever used it first', async () => {
    const ours = await take('premier');
    expect(await takenByNobody()).toBeNull();
    await ours.release();

    rmSync(path);
    const theirs = await takenByNobody();
    expect(theirs).not.toBeNull();
    expect(await acquireLock(path, 'exclusive', record('second'))).toMatchObject({ ok: false });
    theirs?.kill('SIGKILL');
    await once(theirs as ChildProcess, 'exit');
    expect((await take('second')).isCurrent()).toBe(true);
  });

  it.runIf(isSystemAdmin)('is seen held in a container too, through a link to its folder', async () => {
    symlinkSync('.', join(folder, 'lien'));
    path = join(folder, 'lien/bac-a-sable.lock');
    const apart = ['--pid', '--fork', '--kill-child', '--mount-proc', process.execPath];
    const looker = spawn('unshare', [...apart, join(fixtures, 'lock-looker.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(looker);
    expect(String(await once(looker.stdout, 'data'))).toBe('exclusive');
    expect(lockState(path).held).toBe('exclusive');
  });

  it('is open to all, whatever the umask of who made it', async () => {
    const before = process.umask(0o077);
    try {
      await (await take('premier')).release();
    } finally {
      process.umask(before);
    }
    expect(await takenByNobody()).not.toBeNull();
  });
});

/** How many turns were taken, each ended before the next began; throws when two were at once. */
function alternating(turns: string): number {
  const lines = turns.trimEnd().split('\n');
  for (let index = 0; index < lines.length; index += 2) {
    if (lines[index]?.replace('begin', 'end') !== lines[index + 1]) throw new Error(`two at once at line ${index + 1}`);
  }
  return lines.length / 2;
}

/** Takes the lock as the account « nobody » does, until it is killed; null: it is taken. */
async function takenByNobody(): Promise<ChildProcess | null> {
  const script = `[ -e "$1" ] || ( umask 022; : > "$1" ); exec 3< "$1"; flock --nonblock 3 && echo pris && exec sleep 60`;
  const nobody = ['--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups'];
  const child = spawn('setpriv', [...nobody, 'bash', '-c', script, 'bash', path], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const taken = await Promise.race([
    once(child.stdout, 'data').then(() => true),
    once(child, 'exit').then(() => false),
  ]);
  return taken ? child : null;
}

async function beginning(lock: HeldLock): Promise<void> {
  lock.begin();
}

async function take(runId: string, mode: LockMode = 'exclusive'): Promise<HeldLock> {
  const lock = await acquireLock(path, mode, record(runId));
  if (!lock.ok) throw new Error('the lock is taken');
  held.push(lock);
  return lock;
}

async function holder(): Promise<{ child: ChildProcess; step: number }> {
  const child = fixture('lock-holder.ts');
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { step: number }) };
}

function fixture(file: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(fixtures, file), path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}
