import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorReport } from '../../runbook-runner/src/doctor/examine.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';

const targets = (group = 'beat, worker, backend'): string => `targets:
  ici:
    description: Un serveur d’essai.
    kind: local
    services:
      backend: { compose: c.yml }
      worker: { compose: c.yml, service: celery }
      beat: { compose: c.yml, service: celery-beat }
      cron: { absent: true }
      sonde: { exec: [env] }
      writers: { group: [${group}] }
`;

let place: Place;
beforeEach(async () => {
  place = await openPlace(targets());
  // Docker writes down its words, and fails for the service that a file names.
  const docker = `echo "$*" >> '${place.folder}/appels'
case "$*" in *" $(cat '${place.folder}/refuse' 2> /dev/null)") echo 'docker : non' >&2; exit 3 ;; esac
case "$*" in *ps*) ;; *) echo "docker $*" ;; esac`;
  await place.command('docker', docker);
});
afterEach(() => place.remove());

/** A step that calls a group, executed. */
async function call(command: string) {
  await place.write('a.md', page('a', step('step="agir"', command)));
  return place.runbook('run', 'a.md');
}

async function calls(): Promise<readonly string[]> {
  const lines = (await readFile(join(place.folder, 'appels'), 'utf8')).trimEnd().split('\n');
  // Which of them run is asked first.
  return lines.map((line) => line.replace(/^compose --file \S+ /, '')).filter((line) => !line.startsWith('ps '));
}

describe('a group of services', () => {
  test('is stopped in its order, and started in the other: what the others need is stopped last', async () => {
    expect(await call('@writers:stop --timeout 5\n@writers:start')).toMatchObject({ status: 0 });
    const up = 'up --detach --no-deps';
    expect(await calls()).toEqual([
      'stop celery-beat --timeout 5',
      'stop celery --timeout 5',
      'stop backend --timeout 5',
      `${up} backend`,
      `${up} celery`,
      `${up} celery-beat`,
    ]);
  });

  test('is waited for in the order in which it starts, and ends at the first that is not ready', async () => {
    const { status, stdout } = await call('@writers:wait');
    expect(stdout).toContain('│ @backend:wait : le service est arrêté, et « wait » ne démarre rien');
    expect(stdout).toContain(
      '│ @writers:wait : @backend:wait a échoué (statut 1) ; pas tenté : @worker:wait, @beat:wait\n',
    );
    expect(status).toBe(1);
  });

  test('ends with the status of the service that fails, and says what is done and what is not', async () => {
    await place.write('refuse', 'celery');
    const { stdout } = await call('{ @writers:stop || echo "statut $?"; } 2>&1');
    expect(stdout).toContain(
      '│ docker : non\n' +
        '  │ @writers:stop : @worker:stop a échoué (statut 3) ; fait : @beat:stop ; pas tenté : @backend:stop\n' +
        '  │ statut 3\n',
    );
    expect(await calls()).toEqual(['stop celery-beat', 'stop celery']);
  });

  test('tells the state of each of its services, also after one that cannot tell', async () => {
    await place.write('targets.yaml', targets('cron, beat, worker'));
    await place.write('refuse', 'celery-beat');
    const { stdout } = await call('@writers:status || echo "statut $?"');
    expect(stdout).toContain('│ @cron : arrêté (absent de cette installation)\n');
    expect(stdout).toContain('│ @writers:status : @beat:status a échoué (statut 3)\n');
    expect(stdout).toContain('│ @worker : arrêté\n  │ statut 3\n');
  });

  test('may have services that this installation has not', async () => {
    await place.write('targets.yaml', targets('cron, beat'));
    const { status, stdout } = await call('@writers:stop');
    expect(stdout).toContain('│ @cron : absent de cette installation, rien à faire\n  │ docker compose');
    expect(status).toBe(0);
  });

  test('finds its services also where a step has changed PATH', async () => {
    await place.write('targets.yaml', targets('cron'));
    await place.write(
      'a.md',
      page('a', step('step="agir"', 'stop=$(command -v @writers:stop)\nPATH=/usr/bin:/bin "$stop"')),
    );
    expect(await place.runbook('run', 'a.md', '--confirm', 'ici')).toMatchObject({ status: 0 });
  });
});

describe('what makes no sense for several services is refused before anything runs', () => {
  test.each([
    ['@writers', 'exec', '@beat, @worker, @backend'],
    ['@writers:run', 'run', '@beat:run, @worker:run, @backend:run'],
    ['@writers:logs', 'logs', '@beat:logs, @worker:logs, @backend:logs'],
  ])('%s', async (command, verb, alone) => {
    const { status, stderr } = await call(`touch commence\n${command} true`);
    expect(stderr).toBe(
      `✗ l’étape « agir » appelle ${command} : « writers » est un groupe (beat, worker, backend), et « ${verb} » se demande à un service à la fois\n` +
        '  où        a.md:10:1\n' +
        `  à faire   appelez l’un de ses services : ${alone}`,
    );
    expect(status).toBe(4);
    expect(existsSync(join(place.folder, 'commence'))).toBe(false);
  });

  test('and by the command itself, when only the step knows its name', async () => {
    await place.write('a.md', page('a', step('step="agir" status="127"', 'VERBE=logs; "@writers:$VERBE"')));
    const { stdout } = await place.runbook('run', 'a.md', '--confirm', 'ici');
    expect(stdout).toContain('@writers:logs : « writers » est un groupe (beat, worker, backend), et « logs »');
  });

  test('as is what one of its services cannot do', async () => {
    await place.write('targets.yaml', targets('beat, sonde'));
    const { status, stderr } = await call('@writers:stop');
    expect(stderr).toContain(
      '✗ l’étape « agir » appelle @writers:stop, donc @sonde:stop, que la cible « ici » n’offre pas\n',
    );
    expect(status).toBe(4);
  });
});

describe('the name of a group is one that', () => {
  const plan = async () => JSON.parse((await place.runbook('plan', 'a.md', '--format', 'json')).stdout);
  beforeEach(() => place.write('a.md', page('a', step('step="agir"', '@writers:stop'))));

  test('the plan shows, with the commands of its services, and judges as them', async () => {
    const { stdout } = await place.runbook('plan', 'a.md');
    expect(stdout.replaceAll(place.folder, 'DOSSIER')).toContain(
      'Services @writers:stop  @beat:stop, @worker:stop, @backend:stop\n' +
        '         @backend:stop  docker compose --file DOSSIER/c.yml stop backend\n' +
        '         @worker:stop   docker compose --file DOSSIER/c.yml stop celery\n' +
        '         @beat:stop     docker compose --file DOSSIER/c.yml stop celery-beat\n',
    );
    const { services, steps } = await plan();
    expect(services['@writers:start']).toEqual({ commands: ['@backend:start', '@worker:start', '@beat:start'] });
    await place.write('b.md', page('b', step('step="agir"', '@beat:stop')));
    const alone = JSON.parse((await place.runbook('plan', 'b.md', '--format', 'json')).stdout);
    expect(steps[0].risk).toBe(alone.steps[0].risk);
    expect(steps[0].reasons[0].text).toContain(
      '« @writers:stop » arrête le service : ses utilisateurs sont interrompus',
    );
  });

  test('the fingerprint covers, with its order, and without which no run goes on', async () => {
    const { hash } = await plan();
    await place.write(
      'a.md',
      page('a', `${step('step="agir"', '@writers:stop')}\n${step('check="pret"', 'test -e pret')}`),
    );
    expect((await place.runbook('run', 'a.md')).status).toBe(1);
    await place.write('pret', '');
    await place.write('targets.yaml', targets('worker, beat, backend'));
    const refused = await place.runbook('resume');
    expect(refused.stderr).toContain('\n  ce que sont @writers\n');
    expect(refused.status).toBe(3);
    await place.write('targets.yaml', targets());
    expect((await place.runbook('resume')).status).toBe(0);
    await place.write('a.md', page('a', step('step="agir"', '@writers:stop')));
    expect((await plan()).hash).toBe(hash);
    await place.write('targets.yaml', targets('worker, beat, backend'));
    expect((await plan()).hash).not.toBe(hash);
  });

  test('doctor knows, with what its services lack', async () => {
    const examined = async (): Promise<DoctorReport> =>
      JSON.parse((await place.runbook('doctor', 'a.md', '--format', 'json')).stdout);
    const found = ({ entries }: DoctorReport, id: string) => entries.find((entry) => entry.id === id);
    const well = await examined();
    expect(found(well, 'service:@writers:stop')).toMatchObject({
      result: 'ok',
      detail: '@beat:stop, @worker:stop, @backend:stop',
    });
    expect(found(well, 'runbook:a')).toMatchObject({ result: 'ok' });
    const lacking = targets().replace('beat: {', 'beat: { stop: [commande-absente],');
    await place.write('targets.yaml', lacking);
    const ill = await examined();
    expect(found(ill, 'service:@beat:stop')).toMatchObject({ result: 'failed' });
    expect(found(ill, 'service:@writers:stop')).toMatchObject({ result: 'failed', detail: 'à cause de @beat:stop' });
    expect(found(ill, 'service:@writers:start')).toMatchObject({ result: 'ok' });
    expect(found(ill, 'runbook:a')?.result).toBe('failed');
  });
});
