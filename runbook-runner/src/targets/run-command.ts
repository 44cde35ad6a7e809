import type { Argv } from './target.ts';

/**
 * Runs a command of a target to its own end, not to that of what it leaves in the background, which may keep its output
 * open for ever. After `limitMs`, or when `signal` comes, it and all of its process group are ended.
 */
export async function runCommand([file, ...words]: Argv, options: CommandOptions): Promise<CommandResult> {
  const { cwd, env, limitMs, signal } = options;
  const { execa } = await import('execa');
  // It may have come while execa was loaded, before anybody listened.
  if (signal?.aborted) return { status: null, problem: STOPPED, stdout: '', output: '' };
  const child = execa(file, words, {
    cwd,
    ...(env ? { env, extendEnv: false } : {}),
    stdin: 'ignore',
    detached: true,
    reject: false,
    buffer: false,
  });
  const out: Buffer[] = [];
  const all: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    out.push(chunk);
    all.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    all.push(chunk);
  });
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
  if (signal?.aborted) end();
  // What it wrote comes first, unless something in the background keeps the pipes open: then they are closed.
  child.nodeChildProcess.once('exit', () => {
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, DRAIN_MS).unref();
  });
  const { exitCode, signal: killed, code } = await child;
  clearTimeout(timer);
  signal?.removeEventListener('abort', end);
  return {
    status: exitCode ?? null,
    problem: late ? LATE(limitMs) : problemOf(exitCode, killed, code),
    stdout: Buffer.concat(out)
      .toString('utf8')
      .replace(/\r?\n$/, ''),
    output: Buffer.concat(all).toString('utf8'),
  };
}

function problemOf(status: number | undefined, killed: string | undefined, code: string | undefined): string | null {
  if (status !== undefined) return null;
  return killed ? `a été arrêtée par ${killed}` : `ne se lance pas (${code})`;
}

export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment; none: the operator's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds; none: as long as it takes. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal | undefined;
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
const STOPPED = 'n’a pas été lancée : un arrêt était demandé';
const LATE = (limitMs = 0): string => `n’a pas fini en ${limitMs / 1000} s`;
