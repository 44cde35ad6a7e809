import { z } from 'zod';
import type { Argv, Invocation, Verb } from '../target.ts';
import { commonKeys, declaredEnv, withExplicitVerbs } from './preset.ts';

/** A program under supervisord. supervisord has no "inside": `exec` says how to get there, default as we are. */
export const supervisorSchema = z.strictObject({
  supervisor: z.strictObject({
    /** supervisord's configuration file. */
    config: z.string(),
    program: z.string().optional(),
  }),
  ...commonKeys,
});

export function supervisorVerbs(
  name: string,
  keys: z.infer<typeof supervisorSchema>,
  absolute: (path: string) => string,
): Map<Verb, Invocation> {
  const words = [absolute(keys.supervisor.config), keys.supervisor.program ?? name] as const;
  const inside: Argv = keys.exec ?? ['env'];
  return withExplicitVerbs(
    {
      exec: inside,
      run: inside,
      stop: ['sh', '-c', stop, 'sh', ...words],
      start: ['sh', '-c', start, 'sh', ...words],
      wait: ['sh', '-c', wait, 'sh', ...words],
      logs: ['supervisorctl', '-c', words[0], 'tail', '-20000', words[1]],
    },
    keys,
    declaredEnv(keys),
  );
}

// supervisorctl fails when there is nothing to do; status 0 means running and 3 not running.
const stop = 'supervisorctl -c "$1" stop "$2" || { supervisorctl -c "$1" status "$2"; [ $? -eq 3 ]; }';
const start = 'supervisorctl -c "$1" start "$2" || supervisorctl -c "$1" status "$2"';
const wait = 'until supervisorctl -c "$1" status "$2"; do sleep 0.2; done';
