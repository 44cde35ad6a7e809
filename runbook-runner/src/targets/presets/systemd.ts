import { z } from 'zod';
import { commonKeys, declaredEnv, preset, withExplicitVerbs } from './preset.ts';

/** A systemd unit; commands inside it run as its user. */
const schema = z.strictObject({
  systemd: z.string(),
  user: z.string().optional(),
  ...commonKeys,
});

export const systemd = preset(schema, (keys) => {
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
});
