import { setTimeout as pause } from 'node:timers/promises';
import { SandboxError } from '../../error.ts';
import type { Sandbox } from '../../folder.ts';
import { ROLE } from '../../platform/database.ts';
import type { Service } from '../../platform/services.ts';
import { SERVICES } from '../../platform/services.ts';
import { READY_PATH } from '../../profile/profiles.ts';
import { composeArgs, docker, mustDocker } from './docker.ts';
import type { ComposeFacts } from './facts.ts';
import { readComposeFacts } from './facts.ts';

/** Starts those of the services that do not run, and those that they need. */
export async function start(sandbox: Sandbox, services: readonly Service[]) {
  await mustDocker(sandbox, composeArgs('up', '--detach', '--pull', 'never', '--quiet-pull', ...services.map(nameOf)));
}

export async function stop(sandbox: Sandbox, services: readonly Service[]) {
  await mustDocker(sandbox, composeArgs('stop', ...services.map(nameOf)));
}

/** Removes the containers and the volumes of the platform. */
export async function removeAll(sandbox: Sandbox, timeout?: number) {
  await docker(sandbox, composeArgs('down', '--volumes', '--remove-orphans'), timeout ? { timeout } : {});
}

/** State of each service as Docker says it (RUNNING, EXITED, RESTARTING…); empty when Docker does not answer. */
export async function states(sandbox: Sandbox): Promise<ReadonlyMap<Service, string>> {
  const format = '{{.Service}} {{.State}}';
  const { exitCode, stdout } = await docker(sandbox, composeArgs('ps', '--all', '--format', format));
  if (exitCode !== 0) return new Map();
  const found = new Map((stdout ?? '').split('\n').map((line) => line.split(' ', 2) as [string, string]));
  return new Map(SERVICES.map((service) => [service, found.get(nameOf(service))?.toUpperCase() ?? 'ABSENT']));
}

/** Runs a command in the container of a service or, when it does not run, in one that lives as long as the command. */
export async function inService(sandbox: Sandbox, service: Service, command: readonly string[], input = '') {
  const running = (await states(sandbox)).get(service) === 'RUNNING';
  const where = running ? ['exec', '-T'] : ['run', '--rm', '-T', '--no-deps', '--entrypoint', ''];
  // The administrator of the image's database is the role of the platform; there is no other.
  const as = service === 'db' ? ['--env', `PGUSER=${ROLE}`] : [];
  return mustDocker(sandbox, composeArgs(...where, ...as, nameOf(service), ...command), { input });
}

/** Asks a service once whether it really works. */
export async function answers(sandbox: Sandbox, service: Service) {
  const facts = await readComposeFacts(sandbox);
  if (facts === undefined) return false;
  if (service === 'nginx') return nginxAnswers(facts);
  const question = questions(facts)[service];
  if (question === undefined) return (await states(sandbox)).get(service) === 'RUNNING';
  return (await docker(sandbox, composeArgs('exec', '-T', nameOf(service), ...question))).exitCode === 0;
}

/** Waits until the services really answer, side by side; a service that ended or restarts fails at once. */
export async function waitFor(sandbox: Sandbox, services: readonly Service[]) {
  const complaints = await Promise.all(services.map((service) => waitForOne(sandbox, service)));
  const told = complaints.filter((complaint) => complaint !== undefined);
  if (told.length === 0) return;
  throw new SandboxError(told.join('\n'), 'Lisez les journaux ci-dessus, puis relancez la commande.');
}

async function waitForOne(sandbox: Sandbox, service: Service) {
  const deadline = Date.now() + 120_000;
  while (!(await answers(sandbox, service))) {
    const state = (await states(sandbox)).get(service) ?? 'ABSENT';
    const ended = ['EXITED', 'DEAD', 'RESTARTING', 'ABSENT'].includes(state);
    if (!ended && Date.now() < deadline) {
      await pause(500);
      continue;
    }
    const { all } = await docker(sandbox, composeArgs('logs', '--no-color', '--tail', '8', nameOf(service)));
    return `${service} ne répond pas (${state}). Fin de son journal :\n${all}`;
  }
  return undefined;
}

async function nginxAnswers(facts: ComposeFacts) {
  const answer = await fetch(facts.directUrl, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  return answer?.status === 200 && (await answer.text().catch(() => '')).includes('<title>Korrigo');
}

/** The name of a service in the Compose file. */
export function nameOf(service: Service) {
  return service === 'worker' ? 'celery' : service === 'beat' ? 'celery-beat' : service;
}

/** PostgreSQL over TCP: while it initialises a volume, its socket answers already. beat has nothing to ask. */
function questions({ profile }: ComposeFacts): Partial<Readonly<Record<Service, readonly string[]>>> {
  const ready = `http://localhost:8000${READY_PATH[profile]}`;
  return {
    db: ['psql', '-XAtq', '-h', '127.0.0.1', '-U', ROLE, '-d', 'postgres', '-c', 'select 1'],
    redis: ['redis-cli', 'ping'],
    backend: ['curl', '--silent', '--fail', '--max-time', '10', '--output', '/dev/null', ready],
    worker: ['celery', '--app', 'core', 'inspect', 'ping', '--timeout', '3'],
  };
}
