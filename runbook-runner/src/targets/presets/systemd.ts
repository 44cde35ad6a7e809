import { z } from 'zod';
import type { Invocation, Verb } from '../target.ts';
import { commonKeys, declaredEnv, withExplicitVerbs } from './preset.ts';

/** A systemd unit; commands inside it run as its user. */
export const systemdSchema = z.strictObject({
  systemd: z.string(),
  user: z.string().optional(),
  ...commonKeys,
});

export function systemdVerbs(keys: z.infer<typeof systemdSchema>): Map<Verb, Invocation> {
  const inside = keys.exec ?? (keys.user ? (['runuser', '--user', keys.user, '--'] as const) : (['env'] as const));
  return withExplicitVerbs(
    {
      exec: inside,
      run: inside,
      stop: ['systemctl', 'stop', keys.systemd],
      start: ['systemctl', 'start', keys.systemd],
      wait: ['sh', '-c', 'until systemctl is-active --quiet "$1"; do sleep 0.2; done', 'sh', keys.systemd],
      logs: ['journalctl', '--unit', keys.systemd, '--lines', '200', '--no-pager'],
    },
    keys,
    declaredEnv(keys),
  );
}
