import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownAccess } from '../../disk/access.ts';
import type { Target } from '../../targets/target.ts';
import { secretsOf } from '../../targets/target.ts';
import type { Session, SessionRequest } from '../machine.ts';
import { openSession } from './local-session.ts';
import { writeServiceCommands } from './service-commands.ts';
import { withSecrets } from './service-secrets.ts';
import { makeSessionFolder, sweepSessions } from './session-folder.ts';

/** The folder of a run in which the state of its session is kept from one step to the next. */
const STATE = 'session';

/**
 * A session that finds the services of a target, with the values of `request` in them. What only lasts as long as it is
 * open is in a folder of `sessions`, which is this account's alone; the first session to come removes what a killed one left.
 */
export async function openTargetSession(
  target: Target,
  { folder: kept, access, cwd, variables, secrets, serviceValues, serviceSecrets }: SessionRequest,
  env: Readonly<Record<string, string>>,
  sessions: string,
): Promise<Session> {
  const made = await makeSessionFolder(sessions);
  const { path: folder } = made;
  await sweepSessions(sessions);
  const close = async () => {
    made.remove();
    // A step of a killed runner may have ended since.
    await sweepSessions(sessions);
  };
  try {
    const services = join(folder, 'services');
    const file = join(folder, 'secrets');
    const taken = new Set(target.services.flatMap((service) => secretsOf(service)));
    const given = new Map([...serviceSecrets, ...secrets].filter(([name]) => taken.has(name)));
    await writeServiceCommands(target, services, { variables, serviceValues }, { names: new Set(given.keys()), file });
    const session = await openSession({
      dir: folder,
      ...(kept === null ? {} : { kept: { folder: join(kept, STATE), access: access ?? ownAccess } }),
      bash: 'bash',
      cwd,
      env: { ...env, PATH: `${services}:${env.PATH}` },
      variables,
      secrets,
      guarded: serviceSecrets,
    });
    return {
      state: session.state,
      execute: (step, options) => withSecrets(file, given, () => session.execute(step, options)),
      shell: (terminal, options) => withSecrets(file, given, () => session.shell(terminal, options)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Removes what `openTargetSession` keeps in the folder of a run. */
export async function forgetTargetSession(folder: string): Promise<void> {
  await rm(join(folder, STATE), { recursive: true, force: true });
}
