import { z } from 'zod';
import type { Argv, EnvValue } from '../target.ts';
import { commonKeys, declaredEnv, preset, withExplicitVerbs } from './preset.ts';
import { tellState, waitUntilReady } from './state.ts';

const oneOrMore = z.union([z.string(), z.array(z.string()).nonempty()]).transform((given) => [given].flat());

/** A service of a Docker Compose project. */
const schema = z.strictObject({
  /** The Compose file, or several, in the order in which each completes the one before. */
  compose: oneOrMore,
  /** Name in the Compose file, when it is not the service's own. */
  service: z.string().optional(),
  project: z.string().optional(),
  /** What relative paths of the Compose files count from, when it is not the folder of the first one. */
  'project-directory': z.string().optional(),
  'env-file': oneOrMore.default([]),
  profiles: z.array(z.string()).default([]),
  user: z.string().optional(),
  ...commonKeys,
});

/** Literals are set by value; the others by name only, so that Compose takes them from its own environment. */
function envOptions(env: ReadonlyMap<string, EnvValue>): string[] {
  return [...env].flatMap(([name, value]) => ['--env', value.kind === 'literal' ? `${name}=${value.value}` : name]);
}

// A literal exported to Compose would override its `.env`.
function onlySecrets(env: ReadonlyMap<string, EnvValue>): Map<string, EnvValue> {
  return new Map([...env].filter(([, value]) => value.kind !== 'literal'));
}

export const compose = preset(schema, (keys, name, absolute) => {
  const directory = keys['project-directory'];
  const compose: Argv = [
    'docker',
    'compose',
    ...keys.compose.flatMap((file) => ['--file', absolute(file)]),
    ...keys['env-file'].flatMap((file) => ['--env-file', absolute(file)]),
    ...keys.profiles.flatMap((profile) => ['--profile', profile]),
    ...(directory ? ['--project-directory', absolute(directory)] : []),
    ...(keys.project ? ['--project-name', keys.project] : []),
  ];
  const service = keys.service ?? name;
  const env = declaredEnv(keys);
  const into = [...(keys.user ? ['--user', keys.user] : []), ...envOptions(env), service];
  return withExplicitVerbs(
    {
      exec: [...compose, 'exec', '-T', ...into],
      // The image's entrypoint migrates; dependencies may be stopped on purpose.
      run: [...compose, 'run', '--rm', '-T', '--no-deps', '--entrypoint', '', ...into],
      stop: [...compose, 'stop', service],
      start: [...compose, 'up', '--detach', '--no-deps', '--no-recreate', service],
      wait: waitUntilReady(name, STATE, [service, ...compose]),
      status: tellState(STATE, [service, ...compose]),
      logs: [...compose, 'logs', '--no-color', '--tail', '200', service],
    },
    keys,
    onlySecrets(env),
  );
});

// `up --wait` would start a stopped service. Without `--all`, `ps` names the containers that run, and no one-off that ended.
const STATE = `service=$1; shift
containers=$("$@" ps --quiet "$service") || return
[ -n "$containers" ] || { echo stopped; return; }
states=$(docker inspect --format '{{.State.Status}}{{with .State.Health}} {{.Status}}{{end}}' $containers) || return
echo "$states" | grep --quiet --invert-match --line-regexp --extended-regexp 'running( healthy)?' || { echo ready; return; }
case $states in
  *exited* | *dead*) echo stopped ;;
  *) echo "$states" ;;
esac`;
