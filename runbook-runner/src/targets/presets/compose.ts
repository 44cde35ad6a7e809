import { z } from 'zod';
import type { Argv, EnvValue } from '../target.ts';
import { commonKeys, declaredEnv, preset, withExplicitVerbs } from './preset.ts';

/** A service of a Docker Compose file. */
const schema = z.strictObject({
  /** The Compose file. */
  compose: z.string(),
  /** Name in the Compose file, when it is not the service's own. */
  service: z.string().optional(),
  project: z.string().optional(),
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
  const project = keys.project ? ['--project-name', keys.project] : [];
  const compose: Argv = ['docker', 'compose', '--file', absolute(keys.compose), ...project];
  const service = keys.service ?? name;
  const env = declaredEnv(keys);
  const into = [...(keys.user ? ['--user', keys.user] : []), ...envOptions(env), service];
  const up = ['up', '--detach', '--no-deps', '--no-recreate'];
  return withExplicitVerbs(
    {
      exec: [...compose, 'exec', '-T', ...into],
      // The image's entrypoint migrates; dependencies may be stopped on purpose.
      run: [...compose, 'run', '--rm', '-T', '--no-deps', '--entrypoint', '', ...into],
      stop: [...compose, 'stop', service],
      start: [...compose, ...up, service],
      wait: [...compose, ...up, '--wait', service],
      logs: [...compose, 'logs', '--no-color', '--tail', '200', service],
    },
    keys,
    onlySecrets(env),
  );
});
