import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { describePreset } from '../contract/preset.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace } from '../support/runbook-cli.ts';
import { dockerOf } from './docker.ts';
import type { Machine } from './machine.ts';

/** The preset `compose` on a real Compose: a project of small services beside the platform, each in a state of its own. */
export function describeCompose(machine: () => Machine) {
  let place: Place;
  const docker = (...args: readonly string[]) => dockerOf(machine())(...args);
  const compose = (...args: readonly string[]) => {
    const files = ['--file', join(place.folder, 'projet/c.yml'), '--env-file', join(place.folder, '.env')];
    return docker('compose', ...files, ...args);
  };

  async function open() {
    const images = (await readFile(join(machine().dir, '.env'), 'utf8')).split('\n');
    const common = `compose: projet/c.yml, env-file: .env, docker-config: ${machine().dir}/docker`;
    const services = NAMES.map((name) => `      ${name}: { ${common}, env: { SALUT: bonjour  à tous } }\n`).join('');
    place = await openPlace(`targets:
  ici:
    description: Un projet d’essai.
    kind: local
    services:
${services}      base: { ${common}, service: db, volumes: [donnees] }
      deux: { group: [sain, nu] }
      tous: { group: [sain, fini] }
`);
    await mkdir(join(place.folder, 'projet'));
    await place.write('projet/c.yml', PROJECT);
    await place.write('.env', images.filter((line) => /^(REDIS|POSTGRES)_IMAGE=/.test(line)).join('\n'));
    await compose('up', '--detach', ...NAMES);
    return {
      place,
      // The steps do not see it: the target says which Docker.
      env: { DOCKER_HOST: 'unix:///nulle/part.sock' },
      instance: async () => (await docker('inspect', '--format', '{{.State.StartedAt}}', 'projet-sain-1')).stdout,
      close: async () => {
        await compose('down', '--volumes', '--timeout', '1');
        await place.remove();
      },
    };
  }

  describePreset('Compose', open, (call) => {
    test('is waited for until it is healthy', async () => {
      await compose('restart', '--timeout', '1', 'sain');
      expect(await call('@sain:wait')).toMatchObject({ exitCode: 0 });
      expect((await call('@sain:status')).stdout).toContain('│ en marche\n');
    });

    test('without a health check, is waited for during ten seconds without a restart', async () => {
      await compose('restart', '--timeout', '1', 'nu');
      expect((await call('@nu:status')).stdout).toMatch(/│ Up (Less than a|\d) second/);
      expect(await call('@nu:wait')).toMatchObject({ exitCode: 0 });
      const { stdout } = await docker('ps', '--filter', 'name=projet-nu', '--format', '{{.Status}}');
      expect(stdout).toMatch(/^Up [1-9]\d seconds/);
    });

    test.each([
      ['malade', 'le service ne démarre pas (unhealthy)', 'je suis malade'],
      ['fini', 'le service est arrêté (Exited (3)', 'je finis'],
      ['boucle', 'le service', 'je recommence'],
    ])('that is %s fails the wait, with the end of its log', async (name, message, log) => {
      const { exitCode, stdout } = await call(`@${name}:wait`);
      expect(stdout).toContain(`@${name}:wait : ${message}`);
      expect(stdout).toContain(`│ ${log}\n`);
      expect(exitCode).toBe(1);
    });

    test('without a container, is not restarted, and it is said what makes one', async () => {
      const { exitCode, stdout } = await call('@base:restart');
      expect(stdout).toContain('@base:restart : le service n’a pas de conteneur, et « restart » n’en crée pas');
      expect(exitCode).toBe(1);
    });

    test('that runs is left as it is by start; that is stopped starts as its files say now', async () => {
      const word = async () => (await docker('exec', 'projet-sain-1', 'sh', '-c', 'echo $MOT')).stdout;
      const env = await readFile(join(place.folder, '.env'), 'utf8');
      await place.write('.env', `${env}\nMOT=nouveau\n`);
      expect(await call('@sain:start')).toMatchObject({ exitCode: 0 });
      expect(await word()).toBe('ancien');
      expect(await call('@sain:stop\n@sain:start\n@sain:wait')).toMatchObject({ exitCode: 0 });
      expect(await word()).toBe('nouveau');
    });

    test('is not started without the volume that the target expects, and Docker makes none', async () => {
      // Compose made it: it makes the volumes of the whole project as soon as one of its services starts.
      expect(await docker('volume', 'rm', 'projet_donnees')).toMatchObject({ exitCode: 0 });
      for (const verb of ['@base:start', '@base:run true', '@sain:run true']) {
        const { exitCode, stdout } = await call(verb);
        expect(stdout).toContain('le volume « projet_donnees » n’existe pas, et Docker en créerait un vide');
        expect(exitCode).toBe(1);
      }
      expect((await docker('volume', 'ls', '--quiet')).stdout).not.toContain('projet_donnees');
    });

    test('has nothing more to say of a volume that was made by the command of the refusal', async () => {
      const [, words = ''] =
        /│ @base:start .*créez-le d’abord : docker (.*)/.exec((await call('@base:start')).stdout) ?? [];
      expect(await execa('docker', words.split(' '), { reject: false })).toMatchObject({ exitCode: 0 });
      const { exitCode, stdout } = await call('@sain:run true');
      expect(stdout).not.toContain('projet_donnees');
      expect(exitCode).toBe(0);
    });

    test('that is PostgreSQL is ready once it answers over TCP, not while it initialises an empty volume', async () => {
      const { exitCode } = await call(
        '@base:start\n@base:wait\n@base psql -h 127.0.0.1 -U chef -d cahiers -c "select 1"',
      );
      expect(exitCode).toBe(0);
    });
  });
}

const NAMES = ['sain', 'nu', 'malade', 'fini', 'boucle'];

const PROJECT = `x-small: &small
  image: $REDIS_IMAGE
  stop_grace_period: 1s
  command: [sh, -c, 'trap "exit 0" TERM; while :; do sleep 0.2; done']
services:
  sain:
    <<: *small
    environment: { MOT: '\${MOT:-ancien}' }
    healthcheck: { test: [CMD, 'true'], interval: 1s }
  nu: *small
  malade:
    <<: *small
    command: [sh, -c, 'echo je suis malade; sleep 1000']
    healthcheck: { test: [CMD, 'false'], interval: 1s, retries: 1 }
  fini:
    <<: *small
    command: [sh, -c, 'echo je finis; exit 3']
  boucle:
    <<: *small
    command: [sh, -c, 'echo je recommence; exit 1']
    restart: always
  db:
    image: $POSTGRES_IMAGE
    environment: { POSTGRES_DB: cahiers, POSTGRES_USER: chef, POSTGRES_PASSWORD: un-mot-de-passe }
    volumes: ['donnees:/var/lib/postgresql/data']
volumes:
  donnees:
`;
