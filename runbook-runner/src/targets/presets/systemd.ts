import { z } from 'zod';
import { quote } from '../../session/bytes.ts';
import { commonKeys, declaredEnv, preset, withExplicitVerbs } from './preset.ts';
import { restartAndSay, tellState, waitUntilReady } from './state.ts';

/** A systemd unit; commands inside it run as its user. */
const schema = z.strictObject({
  systemd: z.string(),
  user: z.string().optional(),
  ...commonKeys,
});

export const systemd = preset(schema, (keys, name) => {
  const inside = keys.exec ?? (keys.user ? (['runuser', '--user', keys.user, '--'] as const) : (['env'] as const));
  return withExplicitVerbs(
    {
      exec: inside,
      run: inside,
      stop: ['systemctl', 'stop', keys.systemd],
      start: ['systemctl', 'start', keys.systemd],
      restart: restartAndSay(name, state, [keys.systemd], `shift; systemctl restart ${quote(keys.systemd)} "$@"`),
      wait: waitUntilReady(name, state, [keys.systemd]),
      status: tellState(state, [keys.systemd]),
      logs: ['journalctl', '--unit', keys.systemd, '--lines', '200', '--no-pager'],
    },
    keys,
    declaredEnv(keys),
  );
});

// Its status says no more than "not active".
const state = `said=$(systemctl is-active "$1")
case $said in
  active) echo ready ;;
  inactive | failed) echo stopped ;;
  *) echo "$said" ;;
esac`;
