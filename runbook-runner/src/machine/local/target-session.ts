import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../targets/target.ts';
import type { Session, SessionRequest } from '../machine.ts';
import { openSession } from './local-session.ts';
import { writeServiceCommands } from './service-commands.ts';
import { SERVICES, signServices, sweepServices } from './sweep-services.ts';

/** The folder of a session in which its state is kept from one step to the next. */
const STATE = 'session';

/** A session that finds the services of a target, with the values of `request` in them. */
export async function openTargetSession(
  target: Target,
  { folder: kept, cwd, variables, secrets, serviceSecrets }: SessionRequest,
  env: Readonly<Record<string, string>>,
): Promise<Session> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'runbook-session-')));
  const services = join(folder, SERVICES);
  const close = () => rm(kept === null ? folder : services, { recursive: true, force: true });
  try {
    if (kept !== null) sweepServices(kept);
    await writeServiceCommands(target, services, variables, new Map([...serviceSecrets, ...secrets]));
    signServices(services);
    const session = await openSession({
      dir: join(folder, STATE),
      bash: 'bash',
      cwd,
      env: { ...env, PATH: `${services}:${env.PATH}` },
      variables,
      secrets,
      guarded: serviceSecrets,
    });
    return { ...session, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Removes what `openTargetSession` made in the folder of a run. */
export async function forgetTargetSession(folder: string): Promise<void> {
  for (const name of [STATE, SERVICES]) await rm(join(folder, name), { recursive: true, force: true });
}
