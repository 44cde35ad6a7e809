import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Sandbox } from '../../sandbox/folder.ts';
import type { ProfileName } from '../../sandbox/profile/profiles.ts';
import { chooseDocker } from '../../sandbox/topology/compose/choice.ts';
import { configure } from '../../sandbox/topology/compose/configure.ts';
import type { ComposeFacts } from '../../sandbox/topology/compose/facts.ts';
import { writeCommand } from '../support/write-command.ts';

let folder = '';
let sandbox: Sandbox;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'korrigo-compose-'));
  sandbox = { link: join(folder, 'lien'), root: join(folder, 'korrigo-0123456789'), uid: 1000 };
  await mkdir(sandbox.root);
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const command = (name: string, text: string) => writeCommand(join(folder, 'bin'), name, text);

/** A client of Docker whose daemon is there, or not. */
async function client(endpoint: string | undefined) {
  const answer = endpoint === undefined ? 'exit 1' : `[ "$1" = version ] && echo 28.2.2 || echo '${endpoint}'`;
  await command('docker', `[ "$1" != --config ] || exit 0\n${answer}`);
}

describe('the Docker of a new sandbox', () => {
  test('is the machine’s when it answers, whoever asks', async () => {
    await client('unix:///run/user/1000/docker.sock');
    for (const uid of [0, 1000]) {
      expect(await chooseDocker({ ...sandbox, uid })).toMatchObject({
        kind: 'machine',
        host: 'unix:///run/user/1000/docker.sock',
        reason: 'le Docker de cette machine répond (unix:///run/user/1000/docker.sock)',
      });
    }
  });

  test.runIf(process.platform === 'linux')('is one of its own for root, when none answers', async () => {
    await client(undefined);
    await command('unshare', 'exit 0');
    expect(await chooseDocker({ ...sandbox, uid: 0 })).toMatchObject({
      kind: 'own',
      host: `unix://${sandbox.root}/run/docker/docker.sock`,
      reason: 'aucun Docker ne répond sur cette machine ; en root, le bac à sable démarre le sien, sur un socket privé',
    });
  });

  test.runIf(process.platform === 'linux')(
    'is refused to root where the machine allows none, and says what',
    async () => {
      await client(undefined);
      await command('unshare', 'echo "unshare: unshare failed: Operation not permitted" >&2; exit 1');
      await expect(chooseDocker({ ...sandbox, uid: 0 })).rejects.toThrow(
        'La topologie compose est impossible ici : aucun Docker ne répond sur cette machine, et cette machine ne permet pas ' +
          'd’en démarrer un (unshare: unshare failed: Operation not permitted).',
      );
    },
  );

  test.each([
    [undefined, 'aucun Docker ne répond sur cette machine'],
    ['ssh://lycee', 'le Docker configuré est sur une autre machine (ssh://lycee)'],
  ])('is refused to who is not root, when it is %s', async (endpoint, reason) => {
    await client(endpoint);
    await expect(chooseDocker(sandbox)).rejects.toThrow(
      new RegExp(
        `^La topologie compose est impossible ici : ${reason.replace(/[()]/g, '\\$&')}.*, et il faut être root`,
      ),
    );
  });
});

/** What stands under each name of a section of a Compose file. */
function namesUnder(text: string, section: string) {
  const [, after = ''] = text.split(`\n${section}:\n`);
  const lines = after.split('\n').slice(
    0,
    after.split('\n').findIndex((line) => /^[a-z]/.test(line)),
  );
  const names = lines.flatMap((line) => /^ {2}([a-z_-]+):$/.exec(line)?.[1] ?? []);
  const texts = lines
    .join('\n')
    .split(/^ {2}[a-z_-]+:$/m)
    .slice(1);
  return new Map(names.map((name, at) => [name, texts[at] ?? '']));
}

describe('what is written for Compose', () => {
  const facts = (project: string, profile: ProfileName = 'durci'): ComposeFacts => ({
    topology: 'compose',
    profile,
    doors: { users: 18_080, operators: 18_081 },
    baseUrl: 'http://127.0.0.1:18080',
    directUrl: 'http://127.0.0.1:18081',
    docker: { kind: 'own', host: 'unix:///s', reason: '', imageSource: 'debian', project, network: 'korrigo' },
    images: { db: 'db:1', redis: 'redis:1', nginx: 'nginx:1', python: 'python:1', backend: 'backend:1' },
    paths: { root: sandbox.root, media: '/app/media', backups: '', logs: '' },
  });
  const secrets = { secretKey: 'cle', dbPassword: 'mdp', administration: 'a', verification: 'v' };
  const written = (name: string) => readFile(join(sandbox.root, name), 'utf8');

  beforeEach(async () => {
    await client('unix:///s');
    await configure(sandbox, facts('docker'), secrets);
  });

  test('the names and the passwords are in .env, which others cannot read', async () => {
    const text = await written('.env');
    expect(text).toContain(
      'POSTGRES_DB=lycee_copies\nPOSTGRES_USER=lycee_admin\nPOSTGRES_PASSWORD=mdp\nSECRET_KEY=cle\n',
    );
    expect(text).not.toContain('COMPOSE_PROJECT_NAME');
    expect(text).not.toContain('@');
    expect((await stat(join(sandbox.root, '.env'))).mode & 0o777).toBe(0o600);
  });

  test.each<ProfileName>(['durci', 'initial'])(
    'every variable that the Compose file requires is in .env: %s',
    async (profile) => {
      await configure(sandbox, facts('docker', profile), secrets);
      const asked = (await written('infra/docker/docker-compose.prod.yml')).matchAll(/\$\{(\w+):\?/g);
      const required = new Set([...asked].map(([, name = '']) => name));
      expect(required).toContain('ALLOWED_HOSTS');
      const given = new Map((await written('.env')).split('\n').map((line) => line.split('=', 2) as [string, string]));
      expect([...required].filter((name) => !given.get(name))).toEqual([]);
    },
  );

  test('on a Docker that others use, the project has a name of its own', async () => {
    await configure(sandbox, facts('korrigo-0123456789'), secrets);
    expect(await written('.env')).toContain('COMPOSE_PROJECT_NAME=korrigo-0123456789\n');
  });

  test('the services are those of the real platform, each with its health but the one that has none', async () => {
    const text = await written('infra/docker/docker-compose.prod.yml');
    const services = namesUnder(text, 'services');
    expect([...services.keys()]).toEqual(['db', 'redis', 'backend', 'celery', 'celery-beat', 'nginx']);
    expect([...namesUnder(text, 'volumes').keys()]).toEqual(['postgres_data', 'media_volume', 'static_volume']);
    const unchecked = [...services].filter(([, keys]) => !keys.includes('healthcheck:'));
    expect(unchecked.map(([name]) => name)).toEqual(['celery-beat']);
    expect(services.get('celery-beat')).not.toContain('volumes:');
    expect(services.get('nginx')).toContain(`"127.0.0.1:${'$'}{HTTP_PORT:?}:8080"`);
    expect(text).not.toContain('MEDIA_ROOT');
  });

  test('nginx asks Docker where the application is, and sends only the media that it allows', async () => {
    const [main, http, backend] = await Promise.all(
      ['', '-http', '-backend'].map((part) => written(`etc/nginx${part}.conf`)),
    );
    expect(main).toContain('listen 8080 default_server;');
    expect(http).toContain('resolver 127.0.0.11 valid=1s ipv6=off;');
    expect(backend).toContain('set $backend http://backend:8000;\nproxy_pass $backend;');
    expect(main).toMatch(/location \^~ \/_media\/ \{\s+internal;/);
  });

  test('January 2026 has its own nginx, the key that everybody knows, and nothing that asks Celery how it is', async () => {
    await configure(sandbox, facts('docker', 'initial'), secrets);
    expect(await written('etc/nginx.conf')).toMatch(/location \/media\/ \{\s+alias \/srv\/korrigo\/media\/;/);
    const text = await written('.env');
    expect(text).toContain('SECRET_KEY=prod-secret-key-change-it\n');
    expect(text).toContain('CELERY_UNCHECKED=true\n');
    const services = namesUnder(await written('infra/docker/docker-compose.prod.yml'), 'services');
    const switched = [...services].filter(([, keys]) => keys.includes('disable: ${CELERY_UNCHECKED:-false}'));
    expect(switched.map(([name]) => name)).toEqual(['celery']);
  });
});

describe('the command says no before it does anything', () => {
  const sandboxCli = (...args: readonly string[]) =>
    execa(process.execPath, [join(import.meta.dirname, '../../sandbox/cli.ts'), ...args], { reject: false });

  test.each([
    [['--profile', 'janvier'], 'Le profil « janvier » n’existe pas ; ici : « initial » ou « durci ».'],
    [['--topology', 'swarm'], 'La topologie « swarm » n’existe pas ; ici : « native » ou « compose ».'],
  ])('up %j', async (options, message) => {
    const dir = join(folder, 'bac');
    const { exitCode, stderr } = await sandboxCli('up', ...options, '--dir', dir);
    expect(stderr).toBe(`${message}\n→ L’aide : npm run sandbox -- help`);
    expect(exitCode).toBe(4);
    await expect(stat(dir)).rejects.toThrow('ENOENT');
  });
});
