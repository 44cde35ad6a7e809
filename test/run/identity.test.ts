import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const target = (more: string) => `targets:\n  ici:\n    description: Un essai.\n    kind: local\n${more}`;

/** Calls `runbook` in a terminal's environment, with commands of this folder before those of the system. */
function runbook(env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const PATH = `${place.folder}/bin:${process.env.PATH}`;
  return execa(process.execPath, [cli, ...words], {
    cwd: place.folder,
    env: { ...place.env, HOME: place.folder, PATH, ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
}

describe('the identity of a target', () => {
  test('and its values are seen in the same environment as the steps', async () => {
    const facts = '$DOCKER_HOST|$KUBECONFIG|$PGHOST|$COMPOSE_PROJECT_NAME|$LC_ALL|$TZ|$PATH';
    await place.command('docker', `echo "${facts}" | sed "s;${place.folder}/.state/[^:]*:;;"`);
    await place.write(
      'targets.yaml',
      target('    identity: { command: [docker, info] }\n    variables: { VU: { command: [docker, port] } }\n'),
    );
    const body = step('step="dire"', 'docker info > vu\necho "$VU" > valeur');
    await place.write('a.md', page('a', body, '  variables:\n    VU: { description: ce que voit une commande }\n'));
    const env = {
      DOCKER_HOST: 'ssh://ailleurs',
      KUBECONFIG: '/k',
      PGHOST: 'autre',
      COMPOSE_PROJECT_NAME: 'x',
      TZ: 'UTC',
    };
    const { stdout } = await runbook(env, 'plan', 'a.md', '--format', 'json');
    const plan = JSON.parse(stdout) as { identity: { project: string }; values: { VU: string } };
    expect((await runbook(env, 'run', 'a.md')).exitCode).toBe(0);
    const [seen, value] = await Promise.all(['vu', 'valeur'].map(read));
    expect(plan.identity.project).toMatch(/^\|\|\|\|C\.UTF-8\|UTC\|/);
    expect([plan.identity.project, plan.values.VU, value]).toEqual([seen, seen, seen]);
  });

  test('that differs from one asking to the next is refused before anything runs, with what to say instead', async () => {
    await place.command('docker', 'date +%s%N');
    await place.write('targets.yaml', target('    identity: { command: [docker, info] }\n'));
    await place.write('a.md', page('a', step('step="un"', 'mkdir fait')));
    const { exitCode, stderr } = await runbook({}, 'run', 'a.md');
    expect(stderr.replaceAll(/\d{19}/g, 'N').replaceAll(place.folder, 'DOSSIER')).toMatchInlineSnapshot(`
      "✗ l’identité de la cible « ici » change d’une fois à l’autre : « N », puis « N »
        où        DOSSIER/targets.yaml
        attendu   « identity » : des faits qui ne changent pas tant que la cible est la même
        à faire   par exemple { command: [docker, info, --format, "{{.ID}}"] }, ou le nom du projet"
    `);
    expect(exitCode).toBe(3);
    expect(existsSync(join(place.folder, 'fait'))).toBe(false);
  });

  test.each(['korrigo running(6) /srv/c.yml', 'db   Up 3 hours (healthy)'])(
    'that says which services run is refused: « %s »',
    async (said) => {
      await place.command('docker', `echo '${said}'`);
      await place.write('targets.yaml', target('    identity: { command: [docker, compose, ls] }\n'));
      await place.write('a.md', page('a', step('step="un"', 'mkdir fait')));
      const { exitCode, stderr } = await runbook({}, 'plan', 'a.md');
      expect(stderr).toMatch(
        /l’identité de la cible « ici » dit l’état de ses services \(« .+ »\), que les étapes changent/,
      );
      expect(stderr).toContain('docker, info, --format');
      expect(exitCode).toBe(3);
    },
  );
});

test('the plan shows what each service that is called really is, and what of the terminal is not given', async () => {
  await place.write(
    'targets.yaml',
    target(`    identity: { command: [echo, "lycée"] }
    secrets: { MDP: { env: MDP } }
    services:
      db: { compose: c.yml, user: postgres, env: { PGDATABASE: une base, PGPASSWORD: { secret: MDP } } }
      db-2: { systemd: postgresql }
`),
  );
  await place.write(
    'a.md',
    page(
      'a',
      // What only a comment names is not called; what lists choices is.
      step(
        'step="un"',
        "# sans @db-2 ni @db:start\nbash -c '@db:stop'\ntimeout 5 '@db-2:wait'\nbash <<'FIN'\n@db:logs\nFIN",
      ),
      '  variables:\n    BASE: { description: Une base, default: b, choices: { command: "@db psql" } }\n',
    ),
  );
  const MDP = 'motdepasse-7f3a';
  const { stdout } = await runbook({ DOCKER_HOST: 'ssh://ailleurs', PATH: '/usr/bin:/bin', MDP }, 'plan', 'a.md');
  expect(
    stdout.slice(stdout.indexOf('Identité'), stdout.indexOf('1 étape')).replaceAll(place.folder, 'DOSSIER'),
  ).toMatchInlineSnapshot(`
    "Identité lycée
    Chemin   /usr/bin:/bin
    Écarté   DOCKER_HOST : ce terminal les définit, les étapes et « identity » ne les voient pas
    Services @db         PGPASSWORD=(secret MDP) docker compose --file DOSSIER/c.yml exec -T --user postgres --env 'PGDATABASE=une base' --env PGPASSWORD db
             @db:stop    docker compose --file DOSSIER/c.yml stop db
             @db:logs    docker compose --file DOSSIER/c.yml logs --no-color --tail 200 db
             @db-2:wait  sh -c (script de 33 lignes) sh db-2 postgresql
    Valeurs  BASE = b
    Secret   MDP (jamais montré)

    "
  `);
  const json = await runbook({ MDP }, 'plan', 'a.md', '--format', 'json');
  const { services } = JSON.parse(json.stdout) as { services: Record<string, { argv: string[]; env: object }> };
  expect(Object.keys(services)).toEqual(
    ['db', 'db-2'].flatMap((name) =>
      ['', ':run', ':stop', ':start', ':restart', ':wait', ':status', ':logs'].map((verb) => `@${name}${verb}`),
    ),
  );
  expect(services['@db-2:stop']).toEqual({ argv: ['systemctl', 'stop', 'postgresql'], env: {} });
  expect(services['@db']?.env).toEqual({ PGPASSWORD: '(secret MDP)' });
});

async function read(name: string): Promise<string> {
  const { stdout } = await execa('cat', [join(place.folder, name)]);
  return stdout;
}
