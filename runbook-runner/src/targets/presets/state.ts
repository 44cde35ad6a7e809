import { quote } from '../../session/bytes.ts';
import type { Argv } from '../target.ts';

/**
 * A verb `status`: says in one word or line what the service is doing now; its status is 0 as long as it could be told.
 * @param state as for `waitUntilReady`.
 */
export function tellState(state: string, words: readonly string[]): Argv {
  return ['sh', '-c', `state() {\n${state}\n}\n${TELL}`, 'sh', ...words];
}

const TELL = `said=$(state "$@") || exit
case $said in
  ready) echo 'en marche' ;;
  missing | stopped | stopped\\ *) echo 'arrêté' ;;
  *) echo "\${said#failed }" ;;
esac`;

/**
 * A verb `restart`: starts the service anew. The tools start one that was stopped, perhaps on purpose: it is said.
 * @param state as for `waitUntilReady`.
 * @param restart the body of a shell function that does it, given the state of before and the words of the call.
 */
export function restartAndSay(name: string, state: string, words: readonly string[], restart: string): Argv {
  const script = `state() {
${state}
}
restart() {
${restart}
}
before=$(state ${words.map(quote).join(' ')}) || exit
restart "$before" "$@" || exit
case $before in
  stopped | stopped\\ *) echo '@${name}:restart : le service était arrêté ; il est démarré' ;;
esac`;
  return ['sh', '-c', script, 'sh'];
}

/**
 * A verb `wait`: looks at the service until it is ready, and starts nothing. A service that stays stopped fails at once, as
 * nobody is starting it; one that is on its way has five minutes, unless the step says less.
 * @param state the body of a shell function that prints `ready`, `stopped` or what the service is doing, and fails with
 * its own message when it cannot tell. `stopped` and why, or `failed` and why, is an end: waiting would change nothing.
 * `missing` is stopped, and has not even what could be started again. It is given `words`.
 * @param lastLines the body of one that shows the end of the service's log, given `words` too.
 */
export function waitUntilReady(name: string, state: string, words: readonly string[], lastLines = ':'): Argv {
  return ['sh', '-c', `state() {\n${state}\n}\nlast_lines() {\n${lastLines}\n}\n${POLL}`, 'sh', name, ...words];
}

// A service that is being started may be seen stopped for a moment. Uptime, as the clock of the day may be set.
const POLL = `name=$1; shift
seconds() { IFS=. read -r now _ < /proc/uptime; echo "$now"; }
fail() { why=$1; shift; echo "@$name:wait : $why" >&2; last_lines "$@" >&2; exit 1; }
limit=$(($(seconds) + 300)); stopped=0
while said=$(state "$@"); do
  case $said in
    ready) exit 0 ;;
    missing | stopped) said=stopped stopped=$((stopped + 1)) ;;
    stopped\\ *) stopped=10 ;;
    failed\\ *) fail "le service ne démarre pas (\${said#failed })" "$@" ;;
    *) stopped=0 ;;
  esac
  if [ "$stopped" -ge 10 ]; then
    why=\${said#stopped}
    fail "le service est arrêté\${why:+ (\${why# })}, et « wait » ne démarre rien ; « @$name:start » le démarre" "$@"
  fi
  if [ "$(seconds)" -ge "$limit" ]; then
    fail "le service n’est toujours pas prêt après 5 minutes ($said)" "$@"
  fi
  sleep 0.2
done
exit 1`;
