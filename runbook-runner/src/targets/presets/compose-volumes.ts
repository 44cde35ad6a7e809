import { z } from 'zod';
import { quote } from '../../session/bytes.ts';
import type { Argv, Invocation } from '../target.ts';

/**
 * Executes an argv that makes containers, once the volumes are there. Docker makes a missing volume without a word: a database
 * is then initialised anew, an archive of the media is empty, and both look like a success.
 */
export function requireVolumes(
  verb: string,
  volumes: readonly string[],
  { docker, compose, argv }: Commands,
): Invocation['argv'] {
  const script = `verb=$1; shift
config=$(${compose.map(quote).join(' ')} config) || exit
project=$(printf '%s\\n' "$config" | awk '${PROJECT_NAME}')
missing=
for volume in ${volumes.map(quote).join(' ')}; do
  name=$(printf '%s\\n' "$config" | awk -v key="$volume" '${REAL_NAME}')
  [ -n "$name" ] || { echo "$verb : le fichier Compose ne déclare pas le volume « $volume », que la cible attend" >&2; exit 1; }
  there=$(${docker.map(quote).join(' ')} volume ls --quiet --filter "name=^$name$") || exit
  [ "$there" = "$name" ] && continue
  missing=yes
  echo "$verb : le volume « $name » n’existe pas, et Docker en créerait un vide ; retrouvez-le ou, pour repartir de rien," \\
    "créez-le d’abord : ${docker.join(' ')} volume create --label ${PROJECT_LABEL}=$project $name" >&2
done
[ -z "$missing" ] || exit 1
exec "$@"`;
  return ['sh', '-c', script, 'sh', verb, ...argv];
}

// Of a volume without it, Compose says at each command that it is none of its own.
const PROJECT_LABEL = 'com.docker.compose.project';

/** In what `docker compose config` prints, the name of the project. */
const PROJECT_NAME = `/^name: / { sub(/^name: /, ""); gsub(/"/, ""); print; exit }`;

/** There too, the name that Docker knows of the volume `key`. */
const REAL_NAME = `/^[^ ]/ { volumes = ($0 == "volumes:"); own = 0 }
volumes && /^  [^ ]/ { own = ($0 == "  " key ":") }
own && /^    name: / { sub(/^    name: /, ""); gsub(/"/, ""); print; exit }`;

/**
 * Compose makes the volumes of the whole project as soon as one of its services starts or runs a command: what one service of a
 * target expects, those of the same project expect too.
 * @param services as the file gives them, read or not.
 */
export function shareVolumes(services: unknown): unknown {
  const given = recordSchema.safeParse(services).data;
  if (given === undefined) return services;
  const read = Object.entries(given).map(([name, keys]) => ({ name, keys, own: projectSchema.safeParse(keys).data }));
  return Object.fromEntries(
    read.map(({ name, keys, own }) => {
      const volumes = read.flatMap(({ own: other }) => (own && other?.project === own.project ? other.volumes : []));
      return [name, volumes.length === 0 ? keys : { ...own?.keys, volumes: [...new Set(volumes)] }];
    }),
  );
}

const recordSchema = z.record(z.string(), z.unknown());

const projectSchema = z
  .looseObject({ compose: z.unknown(), volumes: z.array(z.string()).default([]) })
  .transform((keys) => ({
    keys,
    project: JSON.stringify(PROJECT_KEYS.map((key) => keys[key])),
    volumes: keys.volumes,
  }));

/** What makes two services those of one project. */
const PROJECT_KEYS = ['compose', 'project', 'project-directory', 'profiles', 'env-file'];

interface Commands {
  readonly docker: Argv;
  readonly compose: Argv;
  readonly argv: Invocation['argv'];
}
