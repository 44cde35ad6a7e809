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
  stopped) echo 'arrêté' ;;
  *) echo "$said" ;;
esac`;

/**
 * A verb `wait`: looks at the service until it is ready, and starts nothing. A service that stays stopped fails at once, as
 * nobody is starting it; one that is on its way has five minutes, unless the step says less.
 * @param state the body of a shell function that prints `ready`, `stopped` or what the service is doing, and fails with
 * its own message when it cannot tell. It is given `words`.
 */
export function waitUntilReady(name: string, state: string, words: readonly string[]): Argv {
  return ['sh', '-c', `state() {\n${state}\n}\n${POLL}`, 'sh', name, ...words];
}

// A service that is being started may be seen stopped for a moment. Uptime, as the clock of the day may be set.
const POLL = `name=$1; shift
seconds() { IFS=. read -r now _ < /proc/uptime; echo "$now"; }
limit=$(($(seconds) + 300)); stopped=0
while said=$(state "$@"); do
  case $said in
    ready) exit 0 ;;
    stopped) stopped=$((stopped + 1)) ;;
    *) stopped=0 ;;
  esac
  if [ "$stopped" -ge 10 ]; then
    echo "@$name:wait : le service est arrêté, et « wait » ne démarre rien ; « @$name:start » le démarre" >&2
    exit 1
  fi
  if [ "$(seconds)" -ge "$limit" ]; then
    echo "@$name:wait : le service n’est toujours pas prêt après 5 minutes ($said)" >&2
    exit 1
  fi
  sleep 0.2
done
exit 1`;
