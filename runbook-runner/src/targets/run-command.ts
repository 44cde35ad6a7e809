import { spawn } from 'node:child_process';
import type { Argv } from './target.ts';

/**
 * Runs a command of a target to its own end, not to that of what it leaves in the background, which may keep its output
 * open for ever. After `limitMs`, or when `signal` comes, it and all of its process group are ended.
 */
export function runCommand([file, ...words]: Argv, options: CommandOptions): Promise<CommandResult> {
  const { cwd, limitMs, signal } = options;
  const child = spawn(file, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const out: Buffer[] = [];
  const all: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    out.push(chunk);
    all.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => void all.push(chunk));
  let late = false;
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  };
  const expire = (): void => {
    late = true;
    end();
  };
  const timer = limitMs === undefined ? undefined : setTimeout(expire, limitMs);
  signal?.addEventListener('abort', end, { once: true });
  return new Promise((resolve) => {
    const done = (status: number | null, problem: string | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      child.stdout.destroy();
      child.stderr.destroy();
      const stdout = Buffer.concat(out)
        .toString('utf8')
        .replace(/\r?\n$/, '');
      resolve({ status, problem, stdout, output: Buffer.concat(all).toString('utf8') });
    };
    child.once('error', (error: NodeJS.ErrnoException) =>
      done(null, `ne se lance pas (${error.code ?? error.message})`),
    );
    child.once('exit', (status, killed) => {
      const problem = late ? LATE(limitMs) : killed ? `a été arrêtée par ${killed}` : null;
      // What it wrote comes first, unless something in the background keeps the pipes open.
      const drained = setTimeout(() => done(status, problem), DRAIN_MS);
      child.once('close', () => {
        clearTimeout(drained);
        done(status, problem);
      });
    });
  });
}

export interface CommandOptions {
  readonly cwd: string;
  /** Milliseconds; none: as long as it takes. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

export interface CommandResult {
  /** Null when it did not exit by itself. */
  readonly status: number | null;
  /** French: why it has no status of its own; null: it has. */
  readonly problem: string | null;
  /** Without its last line end. */
  readonly stdout: string;
  /** Both outputs, as they came. */
  readonly output: string;
}

const DRAIN_MS = 500;
const LATE = (limitMs = 0): string => `n’a pas fini en ${limitMs / 1000} s`;
