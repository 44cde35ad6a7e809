import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { SandboxError } from '../../error.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';
import type { Service } from '../../platform/services.ts';
import { SERVICES } from '../../platform/services.ts';
import { endSurvivors } from './processes.ts';

/** Starts the sandbox's own supervisord when it does not run. Services stay stopped until they are asked for. */
export async function ensureSupervisor(sandbox: Sandbox) {
  if (await supervisorAnswers(sandbox)) return;
  // A supervisord that was killed leaves its services behind, and they would keep the new ones from starting.
  await endSurvivors(sandbox);
  const { exitCode, all } = await execa('supervisord', ['--configuration', configuration(sandbox)], {
    // Nothing of the operator's environment may reach the services.
    env: { PATH: SYSTEM_PATH, LANG: 'C.UTF-8' },
    extendEnv: false,
    cwd: sandbox.root,
    reject: false,
    all: true,
  });
  if (exitCode !== 0) {
    throw new SandboxError(
      `supervisord n’a pas démarré.\n${all}`,
      `Journal : ${inside(sandbox, 'logs/supervisord.log')}`,
    );
  }
}

export async function supervisorAnswers(sandbox: Sandbox) {
  return (await supervisorPid(sandbox)) > 0;
}

/** Pid of the sandbox's supervisord; 0 when it does not run. */
export async function supervisorPid(sandbox: Sandbox) {
  const { exitCode, stdout } = await ctl(sandbox, 'pid');
  return exitCode === 0 ? Number(stdout) : 0;
}

/** State of each service as supervisor sees it (RUNNING, STOPPED, FATAL…). */
export async function states(sandbox: Sandbox): Promise<ReadonlyMap<Service, string>> {
  const { stdout } = await ctl(sandbox, 'status');
  const found = new Map(stdout.split('\n').map((line) => line.trim().split(/\s+/, 2) as [string, string]));
  return new Map(SERVICES.map((service) => [service, found.get(service) ?? 'ABSENT']));
}

/** Starts those of the services that do not run. */
export async function start(sandbox: Sandbox, services: readonly Service[]) {
  const { stdout } = await ctl(sandbox, 'start', ...namesOf(services));
  const current = await states(sandbox);
  const failed = services.filter((service) => current.get(service) !== 'RUNNING');
  if (failed.length === 0) return;
  throw new SandboxError(
    `${failed.join(', ')} : démarrage impossible.\n${stdout}\n${await lastLines(sandbox, failed)}`,
    `Journaux : ${inside(sandbox, 'logs')}`,
  );
}

export async function stop(sandbox: Sandbox, services: readonly Service[]) {
  await ctl(sandbox, 'stop', ...namesOf(services));
}

/** Stops every service, then supervisord itself, and waits for its end. */
export async function shutdown(sandbox: Sandbox) {
  const pid = await supervisorPid(sandbox);
  if (pid === 0) return;
  await ctl(sandbox, 'shutdown');
  while (isAlive(pid)) await new Promise((next) => setTimeout(next, 50));
}

/** « all » works side by side, and stops in the reverse order; names are taken one after the other. */
function namesOf(services: readonly Service[]) {
  return services.length === SERVICES.length ? ['all'] : services;
}

async function lastLines(sandbox: Sandbox, services: readonly Service[]) {
  const logs = services.map((service) => readFile(inside(sandbox, 'logs', `${service}.log`), 'utf8').catch(() => ''));
  return (await Promise.all(logs)).map((log) => log.trimEnd().split('\n').slice(-5).join('\n')).join('\n');
}

function ctl(sandbox: Sandbox, ...args: readonly string[]) {
  return execa('supervisorctl', ['--configuration', configuration(sandbox), ...args], {
    env: { PATH: SYSTEM_PATH, LANG: 'C.UTF-8' },
    extendEnv: false,
    reject: false,
  });
}

function configuration(sandbox: Sandbox) {
  return inside(sandbox, 'etc/supervisord.conf');
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
