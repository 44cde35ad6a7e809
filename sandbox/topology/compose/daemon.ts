import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { SandboxError } from '../../error.ts';
import { fillIn } from '../../fill-in.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import { docker } from './docker.ts';
import type { ComposeFacts } from './facts.ts';

/** Starts the sandbox's own dockerd when it does not run, and waits until it answers. */
export async function ensureDaemon(sandbox: Sandbox, facts: ComposeFacts) {
  if (await daemonAnswers(sandbox)) return;
  // Half started, or left by a daemon that was killed.
  await endDaemon(sandbox);
  await prepare(sandbox, facts);
  const pid = await launch(sandbox);
  const deadline = Date.now() + 60_000;
  while (!(await daemonAnswers(sandbox))) {
    if (!existsSync(`/proc/${pid}`) || Date.now() > deadline) {
      await endDaemon(sandbox);
      throw new SandboxError(
        `dockerd n’a pas démarré :\n${await lastLines(log(sandbox))}`,
        'Si cette machine ne permet pas Docker : npm run sandbox -- up --topology native',
      );
    }
    await pause(200);
  }
}

export async function daemonAnswers(sandbox: Sandbox) {
  return (await docker(sandbox, ['version', '--format', '{{.Server.Version}}'])).exitCode === 0;
}

/** Ends the daemon and, with its namespaces, all that it started; then its bridge, if the network was not removed. */
export async function endDaemon(sandbox: Sandbox, bridge?: string) {
  const pid = await daemonPid(sandbox);
  if (pid !== undefined) {
    // `unshare` passes no signal on: its only child is told.
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    for (const child of children.trim().split(' ').filter(Boolean)) signal(Number(child), 'SIGTERM');
    const deadline = Date.now() + 30_000;
    while (existsSync(`/proc/${pid}`) && Date.now() < deadline) await pause(100);
    // The kernel then ends the first process of the namespace, and it the others.
    signal(pid, 'SIGKILL');
  }
  if (bridge !== undefined && existsSync(`/sys/class/net/${bridge}`)) {
    await execa('ip', ['link', 'delete', bridge], { reject: false });
  }
}

/** overlay2 where the folder's file system can be under an overlay, else plain copies of files. */
export async function storageDriver(sandbox: Sandbox): Promise<'overlay2' | 'vfs'> {
  const script = 'cd "$1" && mkdir -p l u w m && mount -t overlay overlay -o lowerdir=l,upperdir=u,workdir=w m';
  const probe = inside(sandbox, 'daemon/probe');
  await mkdir(probe, { recursive: true });
  const { exitCode } = await execa('unshare', ['--mount', 'sh', '-c', script, 'sh', probe], { reject: false });
  return exitCode === 0 ? 'overlay2' : 'vfs';
}

async function prepare(sandbox: Sandbox, facts: ComposeFacts) {
  // As after a reboot: a daemon that was killed leaves numbers of processes, which are others in the new namespace.
  for (const left of ['run/docker', 'daemon/exec']) await rm(inside(sandbox, left), { recursive: true, force: true });
  for (const folder of [inside(sandbox, 'daemon/etc'), inside(sandbox, 'bin')]) {
    await mkdir(folder, { recursive: true });
  }
  await mkdir(inside(sandbox, 'run/docker'), { recursive: true, mode: 0o700 });
  await writeFile(inside(sandbox, 'daemon/daemon.json'), '{}\n');
  const template = join(import.meta.dirname, 'bin/dockerd');
  const text = fillIn(template, await readFile(template, 'utf8'), {
    ROOT: sandbox.root,
    HOST: facts.docker.host,
    BRIDGE: facts.docker.bridge ?? '',
    STORAGE_DRIVER: await storageDriver(sandbox),
  });
  await writeFile(program(sandbox), text);
  await chmod(program(sandbox), 0o755);
}

async function launch(sandbox: Sandbox) {
  const output = await open(log(sandbox), 'a');
  const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const child = spawn('unshare', [...namespaces, program(sandbox)], {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    cwd: sandbox.root,
    // Nothing of the operator's environment; the mark by which what is left is found.
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', KORRIGO_SANDBOX: sandbox.root },
  });
  await new Promise<void>((started, failed) => {
    child.once('spawn', started);
    child.once('error', failed);
  });
  child.unref();
  await output.close();
  const pid = child.pid as number;
  await writeFile(inside(sandbox, 'run/docker/pid'), `${pid}\n`);
  return pid;
}

/** The process that holds the daemon's namespaces. A number that another program has taken since is not ours. */
export async function daemonPid(sandbox: Sandbox) {
  const text = await readFile(inside(sandbox, 'run/docker/pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!(pid > 1)) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0').includes(program(sandbox)) ? pid : undefined;
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name);
  } catch {
    // It is no more.
  }
}

async function lastLines(path: string) {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-8).join('\n');
}

const program = (sandbox: Sandbox) => inside(sandbox, 'bin/dockerd');
const log = (sandbox: Sandbox) => inside(sandbox, 'logs/dockerd.log');
