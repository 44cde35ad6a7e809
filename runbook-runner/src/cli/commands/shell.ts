import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionEnvironment } from '../../run/environment.ts';
import { openSession } from '../../session/session.ts';
import { probeIdentity } from '../../target/identity.ts';
import { writeServiceCommands } from '../../target/service-commands.ts';
import { readSource } from '../../target/sources.ts';
import { readArguments, readGivenValues, usage } from '../arguments.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { type Io, isInteractive } from '../io.ts';
import { preparePlan } from '../prepare-plan.ts';
import { loadRunbook } from '../runbooks.ts';
import { loadTargets, pickTarget } from '../targets.ts';

/** An interactive shell on a target: the place to paste commands of the page. */
export async function shell(words: readonly string[], io: Io): Promise<ExitStatus> {
  const { values, positionals } = readArguments('shell', words, {
    target: { type: 'string' },
    targets: { type: 'string' },
    runbook: { type: 'string' },
    var: { type: 'string', multiple: true },
  });
  if (!isInteractive(io)) throw usage('shell', 'il faut un terminal', 'un terminal interactif');
  const target = pickTarget(await loadTargets(values.targets, io), values.target ?? positionals[0]);
  const given = readGivenValues('shell', values.var);
  const variables = new Map<string, string>();
  const secrets = new Map<string, string>();
  if (values.runbook === undefined) {
    for (const [name, source] of target.variables) variables.set(name, await readSource(name, source, target, io.env));
    for (const [name, value] of given) variables.set(name, value);
  } else {
    const runbook = await loadRunbook(values.runbook, io);
    const ask = (await import('../ask/terminal.ts')).askTerminal(io);
    const plan = await preparePlan(runbook, target, given, ask, io);
    for (const [name, value] of plan.values.variables) variables.set(name, value);
    for (const [name, value] of plan.values.secrets) secrets.set(name, value);
  }
  const { cwd } = await probeIdentity(target);
  const folder = await mkdtemp(join(tmpdir(), 'runbook-shell-'));
  try {
    const services = join(folder, 'services');
    await writeServiceCommands(target, services, variables, secrets);
    const env = sessionEnvironment(io.env, services);
    const session = await openSession({ dir: join(folder, 'session'), bash: 'bash', cwd, env, variables, secrets });
    const names = target.services.map(({ name }) => `@${name}`).join(', ');
    io.stdout.write(`Shell sur « ${target.name} ». Services : ${names || 'aucun'}. « exit » pour en sortir.\n`);
    await session.shell([0, 1, 2], { signal: new AbortController().signal, onStarted: async () => undefined });
    return exitStatus.success;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
