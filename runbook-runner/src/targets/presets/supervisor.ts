import { z } from 'zod';
import { quote } from '../../session/bytes.ts';
import type { Argv } from '../target.ts';
import { commonKeys, declaredEnv, preset, withExplicitVerbs } from './preset.ts';
import { restartAndSay, tellState, waitUntilReady } from './state.ts';

/** A program under supervisord. supervisord has no "inside": `exec` says how to get there, default as we are. */
const schema = z.strictObject({
  supervisor: z.strictObject({
    /** supervisord's configuration file. */
    config: z.string(),
    program: z.string().optional(),
  }),
  ...commonKeys,
});

// supervisorctl fails when there is nothing to do, and says ERROR; its status 0 means running, 3 not running.
const running = 'supervisorctl -c "$1" status "$2"';
const stop = `if ${running} > /dev/null; then supervisorctl -c "$1" stop "$2"; else ${running} || [ $? -eq 3 ]; fi`;
const start = `if ${running} > /dev/null; then ${running}; else supervisorctl -c "$1" start "$2"; fi`;
const state = `said=$(${running}) && { echo ready; return; }
[ $? -eq 3 ] || { echo "$said" >&2; return 1; }
case $said in
  *STARTING* | *BACKOFF*) echo "$said" ;;
  *EXITED* | *FATAL*) echo "stopped $said" ;;
  *) echo stopped ;;
esac`;
// supervisorctl says ERROR of a program that it has not to stop first.
const restart = (config: string, program: string): string => `case $1 in
  stopped*) verb=start ;;
  *) verb=restart ;;
esac
supervisorctl -c ${quote(config)} "$verb" ${quote(program)}`;
const lastLines = 'supervisorctl -c "$1" tail -2000 "$2"';

export const supervisor = preset(schema, (keys, name, absolute) => {
  const words = [absolute(keys.supervisor.config), keys.supervisor.program ?? name] as const;
  const inside: Argv = keys.exec ?? ['env'];
  return withExplicitVerbs(
    {
      exec: inside,
      run: inside,
      stop: ['sh', '-c', stop, 'sh', ...words],
      start: ['sh', '-c', start, 'sh', ...words],
      restart: restartAndSay(name, state, words, restart(...words)),
      wait: waitUntilReady(name, state, words, lastLines),
      status: tellState(state, words),
      logs: ['supervisorctl', '-c', words[0], 'tail', '-20000', words[1]],
    },
    keys,
    declaredEnv(keys),
  );
});
