import { z } from 'zod';
import type { Argv, EnvValue, Invocation, Word } from '../target.ts';
import { LAST_LINES, restart, state } from './compose-state.ts';
import { requireVolumes } from './compose-volumes.ts';
import { commonKeys, declaredEnv, preset, withExplicitVerbs } from './preset.ts';
import { restartAndSay, tellState, waitUntilReady } from './state.ts';

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
  /**
   * Volumes of the Compose file that must exist: `start` and `run` never let Docker make an empty one in their place. Named by
   * one service, they are those of all services of the project.
   */
  volumes: z.array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'un volume du fichier Compose')).default([]),
  /** Which Docker: the address of its daemon, or a context. By default, the context of the client's folder. */
  'docker-host': z
    .string()
    .regex(/^[a-z]+:\/\/./, 'l’adresse d’un serveur Docker, par exemple « unix:///run/docker.sock »')
    .optional(),
  'docker-context': z.string().optional(),
  /** The folder of Docker's client, in the place of `~/.docker`: contexts, plugins, registries. */
  'docker-config': z.string().optional(),
  ...commonKeys,
});

/** All are set by value but secrets, which Compose takes by name from its own environment. */
function envOptions(env: ReadonlyMap<string, EnvValue>): Word[] {
  return [...env].flatMap(([name, of]): Word[] => {
    if (of.kind === 'secret') return ['--env', name];
    return of.kind === 'literal' ? ['--env', `${name}=${of.value}`] : [{ option: '--env', name, of }];
  });
}

// What is exported to Compose overrides its `.env`, and with it what the containers are made of.
function onlySecrets(env: ReadonlyMap<string, EnvValue>): Map<string, EnvValue> {
  return new Map([...env].filter(([, value]) => value.kind === 'secret'));
}

// What runs is not touched. What is stopped starts from what its files say now, as `run` does: kept, a container of the image
// before would come back with the code before.
const START = `service=$1; shift
running=$("$@" ps --quiet --status running "$service") || exit
exec "$@" up --detach --no-deps \${running:+--no-recreate} "$service"`;

export const compose = preset(schema, (keys, name, absolute) => {
  const directory = keys['project-directory'];
  const docker: Argv = [
    'docker',
    ...(keys['docker-config'] ? ['--config', absolute(keys['docker-config'])] : []),
    ...(keys['docker-context'] ? ['--context', keys['docker-context']] : []),
    ...(keys['docker-host'] ? ['--host', keys['docker-host']] : []),
  ];
  const compose: Argv = [
    ...docker,
    'compose',
    ...keys.compose.flatMap((file) => ['--file', absolute(file)]),
    ...keys['env-file'].flatMap((file) => ['--env-file', absolute(file)]),
    ...keys.profiles.flatMap((profile) => ['--profile', profile]),
    ...(directory ? ['--project-directory', absolute(directory)] : []),
    ...(keys.project ? ['--project-name', keys.project] : []),
  ];
  const service = keys.service ?? name;
  const withVolumes = (verb: string, argv: Invocation['argv']): Invocation['argv'] =>
    keys.volumes.length === 0 ? argv : requireVolumes(verb, keys.volumes, { docker, compose, argv });
  const env = declaredEnv(keys);
  const into = [...(keys.user ? ['--user', keys.user] : []), ...envOptions(env), service];
  return withExplicitVerbs(
    {
      exec: [...compose, 'exec', '-T', ...into],
      // The image's entrypoint migrates; dependencies may be stopped on purpose.
      run: withVolumes(`@${name}:run`, [...compose, 'run', '--rm', '-T', '--no-deps', '--entrypoint', '', ...into]),
      stop: [...compose, 'stop', service],
      start: withVolumes(`@${name}:start`, ['sh', '-c', START, 'sh', service, ...compose]),
      restart: restartAndSay(name, state(docker), [service, ...compose], restart(name, service, compose)),
      wait: waitUntilReady(name, state(docker), [service, ...compose], LAST_LINES),
      status: tellState(state(docker), [service, ...compose]),
      logs: [...compose, 'logs', '--no-color', '--tail', '200', service],
    },
    keys,
    onlySecrets(env),
  );
});
