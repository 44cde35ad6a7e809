import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace(`targets:
  ici:
    description: Un serveur d’essai.
    kind: local
    services:
      db: { compose: c.yml, env-file: .env, volumes: [postgres_data] }
      media: { compose: c.yml, volumes: [medias] }
      redis: { compose: c.yml, env-file: .env }
      ailleurs: { compose: c.yml, profiles: [nuit], volumes: [inconnu] }
      libre: { compose: autre.yml }
      neuf: { compose: c.yml, project: neuf, volumes: [postgres_data, postgres_wal] }
`);
  await place.command('docker', `cd '${place.folder}' || exit\n${DOCKER}`);
});
afterEach(() => place.remove());

/** Docker, with a project of three volumes, of which one is there: the one whose name ends like the other's. */
const DOCKER = `echo "docker $*" >> appels
case "$*" in
  *config) cat <<'YAML' ;;
name: docker
services:
  db:
    volumes:
      - type: volume
        source: postgres_data
networks:
  medias:
    name: reseau
volumes:
  medias:
    name: docker_medias
  postgres_data:
    name: docker_postgres_data
  postgres_wal:
    name: docker_postgres_wal
YAML
  volume*'name=^docker_medias$') echo docker_medias ;;
esac`;

async function run(command: string) {
  await place.write('a.md', page('a', step('step="agir"', command)));
  return place.runbook('run', 'a.md');
}

const made = async (): Promise<readonly string[]> =>
  (await readFile(join(place.folder, 'appels'), 'utf8')).split('\n').filter((call) => / (up|run) /.test(call));

test.each(['start', 'run true'])(
  '@db:%s never lets Docker make an empty volume in the place of the data',
  async (verb) => {
    const { status, stdout } = await run(`@db:${verb}`);
    expect(stdout).toContain(
      `@db:${verb.split(' ')[0]} : le volume « docker_postgres_data » n’existe pas, et Docker en créerait un vide`,
    );
    expect(stdout).toContain('docker volume create --label com.docker.compose.project=docker docker_postgres_data');
    expect(status).toBe(1);
    expect(await made()).toEqual([]);
  },
);

test.each([
  ['start', 'up --detach --no-deps media'],
  ["run cat 'a b'", 'run --rm -T --no-deps --entrypoint  media cat a b'],
])('@media:%s goes on when the volume is there', async (verb, words) => {
  expect(await run(`@media:${verb}`)).toMatchObject({ status: 0 });
  expect(await made()).toEqual([`docker compose --file ${place.folder}/c.yml ${words}`]);
});

test('@redis:start neither: Compose would make the volumes of the whole project', async () => {
  const { status, stdout } = await run('@redis:start');
  expect(stdout).toContain('@redis:start : le volume « docker_postgres_data » n’existe pas');
  expect(status).toBe(1);
  expect(await made()).toEqual([]);
  expect(await run('@libre:start')).toMatchObject({ status: 0 });
});

test('every volume that is missing is named, with what makes it', async () => {
  const { status, stdout } = await run('@neuf:start');
  for (const name of ['docker_postgres_data', 'docker_postgres_wal']) {
    expect(stdout).toContain(`@neuf:start : le volume « ${name} » n’existe pas, et Docker en créerait un vide`);
    expect(stdout).toContain(`docker volume create --label com.docker.compose.project=docker ${name}`);
  }
  expect(status).toBe(1);
  expect(await made()).toEqual([]);
});

test('a volume that the Compose file does not declare is an error of the target', async () => {
  const { status, stdout } = await run('@ailleurs:start');
  expect(stdout).toContain(
    '@ailleurs:start : le fichier Compose ne déclare pas le volume « inconnu », que la cible attend',
  );
  expect(status).toBe(1);
  expect(await made()).toEqual([]);
});
