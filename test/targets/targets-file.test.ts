import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../runbook-runner/src/failure.ts';
import type { Verb } from '../../runbook-runner/src/targets/target.ts';
import { readTargets } from '../../runbook-runner/src/targets/targets-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'targets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string) {
  const file = join(folder, 'targets.yaml');
  await writeFile(file, text);
  return readTargets(file);
}

async function argv(service: string, verb: Verb): Promise<string> {
  const targets = await read(`targets: { prod: { description: Prod, kind: local, services: { db: ${service} } } }\n`);
  const found = targets.get('prod')?.services[0]?.verbs.get(verb);
  return found ? found.argv.join(' ').replaceAll(folder, 'DOSSIER') : 'absent';
}

describe('a service', () => {
  test.each([
    ['exec', 'docker compose --file DOSSIER/c.yml exec -T --user postgres --env PGDATABASE=korrigo db'],
    [
      'run',
      'docker compose --file DOSSIER/c.yml run --rm -T --no-deps --entrypoint  --user postgres --env PGDATABASE=korrigo db',
    ],
    ['stop', 'docker compose --file DOSSIER/c.yml stop db'],
    ['logs', 'docker compose --file DOSSIER/c.yml logs --no-color --tail 200 db'],
  ] as const)('of Compose: %s', async (verb, expected) => {
    expect(await argv('{ compose: c.yml, user: postgres, env: { PGDATABASE: korrigo } }', verb)).toBe(expected);
  });

  test('of Compose, with all that says which project it is', async () => {
    const service = `{ compose: [c.yml, /etc/c.prod.yml], env-file: [.env, prod.env], profiles: [prod, jobs],
      project-directory: .., project: korrigo, service: postgres }`;
    const all =
      'docker compose --file DOSSIER/c.yml --file /etc/c.prod.yml --env-file DOSSIER/.env --env-file DOSSIER/prod.env ' +
      `--profile prod --profile jobs --project-directory ${dirname(folder)} --project-name korrigo`;
    expect(await argv(service, 'exec')).toBe(`${all} exec -T postgres`);
    expect(await argv(service, 'stop')).toBe(`${all} stop postgres`);
    expect(await argv(service, 'wait')).toContain(` postgres ${all}`);
    expect(await argv('{ compose: c.yml, env-file: .env }', 'stop')).toBe(
      'docker compose --file DOSSIER/c.yml --env-file DOSSIER/.env stop db',
    );
  });

  test('of Compose, on a Docker that is elsewhere', async () => {
    const elsewhere = 'docker-config: client, docker-context: lycee, docker-host: "ssh://lycee"';
    const client = 'docker --config DOSSIER/client --context lycee --host ssh://lycee';
    expect(await argv(`{ compose: c.yml, ${elsewhere} }`, 'stop')).toBe(
      `${client} compose --file DOSSIER/c.yml stop db`,
    );
    expect(await argv(`{ compose: c.yml, docker-host: "unix:///run/d.sock" }`, 'exec')).toBe(
      'docker --host unix:///run/d.sock compose --file DOSSIER/c.yml exec -T db',
    );
    const quoted = client
      .split(' ')
      .map((word) => `'${word}'`)
      .join(' ');
    for (const verb of ['wait', 'status'] as const) {
      expect(await argv(`{ compose: c.yml, ${elsewhere} }`, verb)).toContain(`${quoted} ps --all`);
    }
  });

  test.each([
    ['exec', 'runuser --user postgres --'],
    ['stop', 'systemctl stop postgresql'],
    ['start', 'systemctl start postgresql'],
    ['logs', 'journalctl --unit postgresql --lines 200 --no-pager'],
  ] as const)('of systemd: %s', async (verb, expected) => {
    expect(await argv('{ systemd: postgresql, user: postgres }', verb)).toBe(expected);
  });

  test.each([
    ['exec', 'kubectl --namespace ecole exec --stdin statefulset/db -- env PGDATABASE=korrigo'],
    ['run', 'absent'],
    ['stop', 'kubectl --namespace ecole scale --replicas=0 statefulset/db'],
  ] as const)('of Kubernetes: %s', async (verb, expected) => {
    const service = '{ kubernetes: statefulset/db, namespace: ecole, env: { PGDATABASE: korrigo } }';
    expect(await argv(service, verb)).toBe(expected);
  });

  test('of supervisor takes its explicit way in, relative to the file', async () => {
    const service = '{ supervisor: { config: s.conf }, exec: [bin/db], wait: [bin/attendre, db] }';
    expect(await argv(service, 'exec')).toBe('DOSSIER/bin/db');
    expect(await argv(service, 'run')).toBe('DOSSIER/bin/db');
    expect(await argv(service, 'wait')).toBe('DOSSIER/bin/attendre db');
    expect(await argv(service, 'logs')).toBe('supervisorctl -c DOSSIER/s.conf tail -20000 db');
  });

  test('of explicit argv lists has those only', async () => {
    expect(await argv('{ exec: [env, PGHOST=/run/x] }', 'exec')).toBe('env PGHOST=/run/x');
    expect(await argv('{ exec: [env, PGHOST=/run/x] }', 'stop')).toBe('absent');
  });
});

describe('what is wrong is refused with its place', () => {
  test.each([
    [
      'an unknown key',
      'targets:\n  prod:\n    description: x\n    kind: local\n    protcted: true\n',
      '5:5',
      'clé inconnue « protcted »',
    ],
    [
      'a protected target that does not say who may resume its runs',
      'targets:\n  p:\n    description: x\n    kind: local\n    protected: true\n',
      '5:5',
      '« targets.p.protected » : une cible protégée dit qui peut reprendre ce qu’un autre a commencé ; ajoutez « operators: GROUPE »',
    ],
    [
      'operators that are no group',
      'targets:\n  p:\n    description: x\n    kind: local\n    operators: ../etc\n',
      '5:5',
      '« targets.p.operators » : le nom d’un groupe Unix, ou « root »',
    ],
    ['an unknown kind', 'targets:\n  prod:\n    description: x\n    kind: ftp\n', '4:5', '« targets.prod.kind »'],
    ['broken YAML', 'targets: [\n', '2:1', 'YAML invalide'],
    [
      'a secret in the file',
      'targets:\n  p:\n    description: x\n    kind: local\n    secrets:\n      MDP: abc\n',
      '6:7',
      '« targets.p.secrets.MDP »',
    ],
    [
      'a service of no known form',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      db: {}\n',
      '6:7',
      'services.db',
    ],
    [
      'an address of Docker that is none',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      db: { compose: c.yml, docker-host: ici }\n',
      '6:29',
      '« targets.p.services.db.docker-host » : l’adresse d’un serveur Docker',
    ],
    [
      'a volume that Docker could not have',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      db: { compose: c.yml, volumes: ["a b"] }\n',
      '6:39',
      '« targets.p.services.db.volumes.0 » : un volume du fichier Compose',
    ],
    [
      'a key that only another form has',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      db: { systemd: db.service, volumes: [a] }\n',
      '6:34',
      'clé inconnue « volumes » dans « targets.p.services.db »',
    ],
    [
      'a service that is not absent',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      db: { absent: false }\n',
      '6:13',
      '« targets.p.services.db.absent » : true',
    ],
    [
      'words that are a text',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      db: { exec: psql }\n',
      '6:13',
      '« targets.p.services.db.exec » : une liste de mots est attendue',
    ],
    [
      'a group that names no service',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      a: { exec: [x] }\n      g: { group: [a, aa] }\n',
      '7:23',
      '« targets.p.services.g.group.1 » : « aa » n’est pas un service de cette cible. Écrivez « a » si c’est ce que vous vouliez dire.',
    ],
    [
      'a group of groups',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      a: { exec: [x] }\n      g: { group: [a, h] }\n      h: { group: [a] }\n',
      '7:23',
      '« targets.p.services.g.group.1 » : « h » est un groupe : nommez ses services (a)',
    ],
    [
      'a group that names a service twice',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      a: { exec: [x] }\n      g: { group: [a, a] }\n',
      '7:23',
      '« targets.p.services.g.group.1 » : « a » y est deux fois',
    ],
    [
      'a group of nothing',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      a: { exec: [x] }\n      g: { group: [] }\n',
      '7:12',
      '« targets.p.services.g.group » : le nom d’au moins un service est attendu',
    ],
    [
      'a group that is a text',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      a: { exec: [x] }\n      g: { group: a }\n',
      '7:12',
      '« targets.p.services.g.group » : une liste est attendue',
    ],
    [
      'a group with a name that no service may have',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      a: { exec: [x] }\n      g: { group: [A] }\n',
      '7:20',
      '« targets.p.services.g.group.0 » : un nom en minuscules, chiffres et tirets',
    ],
    [
      'a group with the key of a service',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      a: { exec: [x] }\n      g: { group: [a], env: {} }\n',
      '7:24',
      'clé inconnue « env » dans « targets.p.services.g »',
    ],
    [
      'a list that a service declares which is none',
      'targets:\n  p:\n    description: x\n    kind: local\n    variables:\n      L: { items: [x], declared-by: { service: bac, command: [x] } }\n    services:\n      back: { exec: [x] }\n',
      '6:39',
      '« targets.p.variables.L.declared-by.service » : « bac » n’est pas un service de cette cible. Écrivez « back »',
    ],
    [
      'a list that a group declares',
      'targets:\n  p:\n    description: x\n    kind: local\n    variables:\n      L: { items: [x], declared-by: { service: g, command: [x] } }\n    services:\n      g: { group: [a] }\n      a: { exec: [x] }\n',
      '6:39',
      '« targets.p.variables.L.declared-by.service » : « g » est un groupe : nommez l’un de ses services (a)',
    ],
    [
      'a list that a service declares in which nothing runs',
      'targets:\n  p:\n    description: x\n    kind: local\n    variables:\n      L: { items: [x], declared-by: { service: a, command: [x] } }\n    services:\n      a: { absent: true }\n',
      '6:39',
      '« targets.p.variables.L.declared-by.service » : rien ne peut être demandé à « a », où aucune commande ne s’exécute',
    ],
    [
      'a list of items that nobody declares',
      'targets:\n  p:\n    description: x\n    kind: local\n    variables:\n      L: { items: [x] }\n    services:\n      a: { exec: [x] }\n',
      '6:10',
      '« targets.p.variables.L.declared-by » : un dictionnaire est attendu',
    ],
    [
      'a list that is declared without a command',
      'targets:\n  p:\n    description: x\n    kind: local\n    variables:\n      L: { items: [x], declared-by: { service: a } }\n    services:\n      a: { exec: [x] }\n',
      '6:37',
      '« targets.p.variables.L.declared-by.command » : une liste de mots est attendue',
    ],
    [
      'a value with an unknown key',
      'targets:\n  p:\n    description: x\n    kind: local\n    variables:\n      L: { file: x, nom: y }\n    services:\n      a: { exec: [x] }\n',
      '6:21',
      'clé inconnue « nom » dans « targets.p.variables.L »',
    ],
    [
      'a secret through kubectl',
      'targets:\n  p:\n    description: x\n    kind: local\n    services:\n      db: { kubernetes: a/b, env: { A: { secret: B } } }\n',
      '6:',
      'services.db',
    ],
    [
      'a service whose secret is described nowhere',
      'targets:\n  p:\n    description: x\n    kind: local\n    secrets: { A: { env: A } }\n    services:\n      db: { exec: [x], env: { C: { secret: B } } }\n',
      '7:24',
      'le service « db » prend le secret B, que « secrets » ne dit pas où lire (décrits : A)',
    ],
  ])('%s', async (_name, text, place, message) => {
    const error = await read(text).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Failure);
    const failure = error as Failure;
    expect(failure.kind).toBe('invalid');
    expect(failure.text.where).toContain(`targets.yaml:${place}`);
    expect(failure.text.message).toContain(message);
  });

  test('a file that is not there names itself and what to do', async () => {
    const failure = (await readTargets(join(folder, 'absent.yaml')).catch((error: unknown) => error)) as Failure;
    expect(failure.kind).toBe('cannot-run');
    expect(failure.text.message).toContain('ENOENT');
  });
});
