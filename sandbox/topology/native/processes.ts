import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sandbox } from '../../folder.ts';
import type { SandboxProcess } from '../topology.ts';

/** Ends every process of the sandbox that is still there, each by its own pid. Returns what was ended. */
export async function endSurvivors(sandbox: Sandbox, options: { readonly keep?: number } = {}) {
  const survivors = (await processesOf(sandbox)).filter(({ pid }) => pid !== options.keep);
  for (const { pid } of survivors) signal(pid, 'SIGTERM');
  const deadline = Date.now() + 5000;
  let alive = survivors;
  while (alive.length > 0 && Date.now() < deadline) {
    await pause(50);
    alive = alive.filter(({ pid }) => signal(pid, 0));
  }
  for (const { pid } of alive) signal(pid, 'SIGKILL');
  return survivors;
}

/** The processes that a launcher or the supervisor of this sandbox started, whatever became of their parents. */
export async function processesOf(sandbox: Sandbox): Promise<readonly SandboxProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => identify(sandbox, pid)));
  return found.filter((process) => process !== undefined);
}

async function identify(sandbox: Sandbox, pid: number): Promise<SandboxProcess | undefined> {
  const proc = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [environment, command, name] = [await proc('environ'), await proc('cmdline'), (await proc('comm')).trim()];
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  const marked = environment.split('\0').includes(`KORRIGO_SANDBOX=${sandbox.root}`);
  // PostgreSQL writes its titles over its environment: its folder tells. An operator's shell in that folder is not ours.
  const works = SERVERS.has(name) && `${folder}/`.startsWith(`${sandbox.root}/`);
  const supervises = command.includes(`supervisord\0--configuration\0${sandbox.root}/`);
  return marked || works || supervises ? { pid, name } : undefined;
}

/** Sends a signal; false when the process is no more. */
function signal(pid: number, name: NodeJS.Signals | 0) {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

const SERVERS = new Set(['postgres', 'redis-server', 'nginx']);
