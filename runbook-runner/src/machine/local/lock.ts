import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { readIfPresent } from '../../disk/read-if-present.ts';
import { replaceDurably } from '../../disk/replace-file.ts';
import { Failure } from '../../failure.ts';
import type { LockRecord } from '../lock-record.ts';
import { lockRecordSchema } from '../lock-record.ts';
import type { HeldLock, LockAttempt } from '../machine.ts';
import { nextToken, readToken } from './fencing-token.ts';

/**
 * Takes the lock of a target, or tells who holds it (null: they have not written it down yet). Never waits.
 *
 * `path` is the file that is locked; `path.holder` and `path.fence` are beside it. The lock is the kernel's (`flock`),
 * held by a child process of ours that lives as long as our end of a pipe: it is free the moment we die, however we
 * die, and no step can inherit it. Throws when the lock cannot be tried at all (no `flock`, folder not writable).
 */
export async function acquireLock(path: string, record: LockRecord): Promise<LockAttempt> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const keeper = startKeeper(path);
  if (!(await isHolding(keeper, path))) return { ok: false, holder: readHolder(path) };
  try {
    const abandoned = readHolder(path);
    const token = nextToken(`${path}.fence`);
    replaceDurably(`${path}.holder`, `${JSON.stringify(record)}\n`, 0o644);
    return heldLock(path, keeper, token, abandoned);
  } catch (error) {
    await endKeeper(keeper);
    throw error;
  }
}

const HELD_BY_ANOTHER = 75;

// Its own session: Ctrl-C in our terminal must not take the lock away in the middle of a step.
function startKeeper(path: string): Keeper {
  // Without a fork the keeper is the one process that holds the lock: its end is the lock's end.
  const options = ['--nonblock', '--no-fork', '--conflict-exit-code', String(HELD_BY_ANOTHER)];
  const keeper = spawn('flock', [...options, path, 'cat'], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  // It ends by closing its pipe; writing to one that has ended is told by its exit.
  keeper.stdin.on('error', () => {});
  return keeper;
}

// `cat` only runs once the lock is taken: what it sends back proves that it is held.
function isHolding(keeper: Keeper, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    keeper.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    keeper.stdout.once('data', () => resolve(true));
    keeper.once('error', (error) => {
      reject(cannotLock(path, `« flock » ne se lance pas (${error.message})`, 'Installez le paquet util-linux.'));
    });
    keeper.once('close', (status) => {
      if (status === HELD_BY_ANOTHER) resolve(false);
      else reject(cannotLock(path, complaint.trim() || `« flock » : ${status}`, 'Vérifiez les droits de ce dossier.'));
    });
    keeper.stdin.write('?');
  });
}

function cannotLock(path: string, reason: string, action: string): Failure {
  const message = `Le verrou de la cible ne peut pas être pris : ${reason}.`;
  return new Failure('cannot-run', { message, where: path, action });
}

function heldLock(path: string, keeper: Keeper, token: number, abandoned: LockRecord | null): HeldLock {
  let released: Promise<void> | null = null;
  // Holding a lock is no reason for the program to go on.
  keeper.unref();
  for (const stream of [keeper.stdin, keeper.stdout, keeper.stderr]) (stream as Socket).unref();
  return {
    ok: true,
    token,
    abandoned,
    isCurrent: () => isAlive(keeper) && readToken(`${path}.fence`) === token,
    release() {
      released ??= releaseLock(path, keeper, token);
      return released;
    },
  };
}

async function releaseLock(path: string, keeper: Keeper, token: number): Promise<void> {
  if (isAlive(keeper) && readToken(`${path}.fence`) === token) rmSync(`${path}.holder`, { force: true });
  await endKeeper(keeper);
}

function endKeeper(keeper: Keeper): Promise<void> {
  if (!isAlive(keeper)) return Promise.resolve();
  keeper.ref();
  return new Promise((resolve) => {
    keeper.once('exit', () => resolve());
    keeper.stdin.end();
  });
}

function isAlive(keeper: Keeper): boolean {
  return keeper.exitCode === null && keeper.signalCode === null;
}

function readHolder(path: string): LockRecord | null {
  const text = readIfPresent(`${path}.holder`);
  if (text === null) return null;
  try {
    return lockRecordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

type Keeper = ChildProcessByStdio<Writable, Readable, Readable>;
