import { z } from 'zod';
import type { Argv, Word } from '../target.ts';
import { commonKeys, declaredEnv, preset, valueReference, withExplicitVerbs } from './preset.ts';
import { tellState } from './state.ts';

/** A workload of a Kubernetes cluster, e.g. `statefulset/db`. There is no one-off: give `run` explicitly. */
const schema = z.strictObject({
  kubernetes: z.string().regex(/^[a-z]+\/[a-z0-9.-]+$/, 'un genre et un nom, par exemple « statefulset/db »'),
  namespace: z.string().optional(),
  container: z.string().optional(),
  ...commonKeys,
  // kubectl exec has no other way to set a value than its argv, which anyone on the machine can read.
  env: z
    .record(
      z.string(),
      z.union([z.string(), valueReference], {
        error: 'un secret ne peut pas passer par kubectl exec : faites-le lire par le conteneur',
      }),
    )
    .default({}),
  pass: z.tuple([], 'aucune valeur ne peut passer par kubectl exec sans être visible de tous').default([]),
});

export const kubernetes = preset(schema, (keys, name) => {
  const kubectl: Argv = ['kubectl', ...(keys.namespace ? ['--namespace', keys.namespace] : [])];
  const container = keys.container ? ['--container', keys.container] : [];
  const env = declaredEnv(keys);
  const pairs = [...env].flatMap(([name, of]): Word[] => {
    if (of.kind === 'value') return [{ option: null, name, of }];
    return of.kind === 'literal' ? [`${name}=${of.value}`] : [];
  });
  return withExplicitVerbs(
    {
      exec: [...kubectl, 'exec', '--stdin', keys.kubernetes, ...container, '--', 'env', ...pairs],
      stop: [...kubectl, 'scale', '--replicas=0', keys.kubernetes],
      start: [...kubectl, 'scale', '--replicas=1', keys.kubernetes],
      restart: ['sh', '-c', restart, 'sh', name, keys.kubernetes, ...kubectl],
      wait: ['sh', '-c', wait, 'sh', name, keys.kubernetes, ...kubectl],
      status: tellState(state, [keys.kubernetes, ...kubectl]),
      logs: [...kubectl, 'logs', '--tail=200', keys.kubernetes, ...container],
    },
    keys,
    new Map(),
  );
});

// A workload that is scaled to nothing may still have pods that end.
const state = `workload=$1; shift
counts=$("$@" get "$workload" --output 'jsonpath={.spec.replicas} {.status.replicas} {.status.readyReplicas}') || return
set -- $counts
case "$1 \${2:-0}" in
  '0 0') echo stopped ;;
  "$1 $1") [ "\${3:-0}" = "$1" ] && echo ready || echo "\${3:-0}/$1" ;;
  *) echo "\${3:-0}/$1" ;;
esac`;

// A workload that is scaled to nothing has nothing to roll out, which both commands call a success.
const refuseStopped = (verb: string): string => `name=$1 workload=$2; shift 2
replicas=$("$@" get "$workload" --output 'jsonpath={.spec.replicas}') || exit
if [ "$replicas" = 0 ]; then
  echo "@$name:${verb} : le service est arrêté, et « ${verb} » ne démarre rien ; « @$name:start » le démarre" >&2
  exit 1
fi`;
const wait = `${refuseStopped('wait')}\nexec "$@" rollout status --timeout=5m "$workload"`;
const restart = `${refuseStopped('restart')}\nexec "$@" rollout restart "$workload"`;
