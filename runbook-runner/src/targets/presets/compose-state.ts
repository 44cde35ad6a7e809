import { quote } from '../../session/bytes.ts';
import type { Argv } from '../target.ts';

/**
 * What the containers of a service are doing, for `wait`, `status` and `restart`; `up --wait` would start them. Health where the image or
 * the Compose file checks it, otherwise ten seconds without a restart; a PostgreSQL also answers over TCP, as its socket
 * answers while an empty volume is initialised. The words are the service and the argv of Compose.
 */
export function state(docker: Argv): string {
  const client = docker.map(quote).join(' ');
  return `service=$1; shift
containers=$("$@" ps --all --quiet "$service") || return
[ -n "$containers" ] || { echo missing; return; }
set --
for container in $containers; do set -- "$@" --filter "id=$container"; done
lines=$(${client} ps --all --no-trunc "$@" --format '${FORMAT}') || return
answer= ended=
while read -r id one_off status; do
  case $one_off:$status in
    True:* | :) continue ;;
    *'(unhealthy)') echo "failed unhealthy"; return ;;
    *:Restarting*) echo "failed $status"; return ;;
    *:Exited* | *:Dead*) ended=" $status"; continue ;;
    *:Created*) ended=\${ended:- }; continue ;;
    *'(healthy)') now=ready ;;
    *'('*')' | *:'Up Less than'* | *:'Up '[0-9]' second'*) now=$status ;;
    *:Up*) now=ready ;;
    *) now=$status ;;
  esac
  if [ "$now" = ready ]; then
    kind=$(${client} inspect --format '${KIND}' "$id") || return
    if [ "$kind" = postgres ] && ! ${client} exec "$id" pg_isready --quiet --host 127.0.0.1 < /dev/null; then
      now='PostgreSQL ne répond pas en TCP'
    fi
  fi
  # One that is not ready speaks for all.
  [ "\${answer:-ready}" != ready ] || answer=$now
done <<EOF
$lines
EOF
case $answer:$ended in
  :) echo missing ;;
  :' ') echo stopped ;;
  :*) echo "stopped$ended" ;;
  *:) echo "$answer" ;;
  # Who asks whether it is stopped must hear no.
  *) echo "failed un conteneur est en marche, un autre est arrêté" ;;
esac`;
}

/** Compose restarts nothing where there is no container, and says nothing of it. */
export function restart(name: string, service: string, compose: Argv): string {
  return `if [ "$1" = missing ]; then
  echo '@${name}:restart : le service n’a pas de conteneur, et « restart » n’en crée pas ; « @${name}:start » en crée un' >&2
  return 1
fi
shift
${[...compose, 'restart', service].map(quote).join(' ')} "$@"`;
}

/** The end of the log, once the wait has failed. Compose clears each line of it, even for a file. */
export const LAST_LINES = `service=$1; shift
"$@" logs --no-color --no-log-prefix --tail 20 "$service" | sed "s/^$(printf '\\033')\\[2K//"`;

// A container that `run` made for one command is not the service.
const FORMAT = '{{.ID}} {{or (.Label "com.docker.compose.oneoff") "-"}} {{.Status}}';

// The official image of PostgreSQL, and those made from it, say where its data are.
const KIND = '{{range .Config.Env}}{{if eq (printf "%.7s" .) "PGDATA="}}postgres{{end}}{{end}}';
