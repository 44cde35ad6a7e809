import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorReport } from '../../runbook-runner/src/doctor/examine.ts';
import type { Place } from '../support/runbook-cli.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';
import { writeCommand } from '../support/write-command.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace(`targets:
  ici:
    description: Un serveur d’essai.
    kind: local
    services:
      compose: { compose: c.yml, service: db }
      supervisor: { supervisor: { config: s.conf } }
      systemd: { systemd: db.service }
      kubernetes: { kubernetes: deployment/db, namespace: ecole }
      beat: { absent: true }
      mots: { exec: [env], restart: [echo, redémarré] }
      sonde: { exec: [env] }
      muet: { exec: ["false"], restart: ["true"] }
      tous: { group: [systemd, mots, beat] }
`);
  // Each writes down its words, and answers with the state that a file says.
  await command('docker', DOCKER);
  await command(
    'supervisorctl',
    'echo "db $(cat etat)"; case "$*" in *status*) grep -q RUNNING etat || exit 3 ;; esac',
  );
  await command('systemctl', 'case $1 in is-active) cat etat ;; esac');
  await command('kubectl', 'case "$*" in *get*) cat etat ;; esac');
});
afterEach(() => place.remove());

/** Docker with a container in the state that a file says, and one that `run` made for a migration. */
const DOCKER = `case "$*" in
  compose*ps*) echo deca ;;
  ps*) echo 'deca True Up 2 minutes'; [ ! -s etat ] || echo "c0ffee False $(cat etat)" ;;
esac`;

const command = (name: string, text: string) =>
  writeCommand(join(place.folder, 'bin'), name, `cd '${place.folder}' || exit\necho "${name} $*" >> appels\n${text}`);

async function runbook(...words: readonly string[]) {
  const env = { ...place.env, PATH: `${place.folder}/bin:${process.env.PATH}` };
  return execa(process.execPath, [cli, ...words], { cwd: place.folder, env, reject: false });
}

/** A step that restarts a service in this state. */
async function restart(call: string, state = '') {
  await place.write('etat', state);
  await place.write('a.md', page('a', step('step="agir"', call)));
  return runbook('run', 'a.md');
}

/** What acted on the service. */
async function acts(): Promise<readonly string[]> {
  const lines = (await readFile(join(place.folder, 'appels'), 'utf8')).trimEnd().split('\n');
  return lines
    .filter((line) => / (up|start|restart|stop|scale)\b/.test(line))
    .map((line) => line.replace(place.folder, 'DOSSIER'));
}

describe('a service is restarted by what keeps it', () => {
  test.each([
    ['@compose:restart --timeout 5', 'Up 3 minutes', 'docker compose --file DOSSIER/c.yml restart db --timeout 5'],
    ['@compose:restart', 'Up 3 minutes (unhealthy)', 'docker compose --file DOSSIER/c.yml restart db'],
    ['@supervisor:restart', 'RUNNING', 'supervisorctl -c DOSSIER/s.conf restart supervisor'],
    ['@supervisor:restart', 'BACKOFF', 'supervisorctl -c DOSSIER/s.conf restart supervisor'],
    ['@systemd:restart --no-block', 'active', 'systemctl restart db.service --no-block'],
    ['@kubernetes:restart', '2', 'kubectl --namespace ecole rollout restart deployment/db'],
  ])('%s, which is %s', async (call, state, command) => {
    const { exitCode, stdout } = await restart(call, state);
    expect(stdout).not.toContain('était arrêté');
    expect(exitCode).toBe(0);
    expect(await acts()).toEqual([command]);
  });

  test.each([
    ['compose', 'Exited (1) 3 minutes ago', 'docker compose --file DOSSIER/c.yml restart db'],
    ['compose', 'Created', 'docker compose --file DOSSIER/c.yml restart db'],
    ['supervisor', 'STOPPED', 'supervisorctl -c DOSSIER/s.conf start supervisor'],
    ['supervisor', 'FATAL', 'supervisorctl -c DOSSIER/s.conf start supervisor'],
    ['systemd', 'inactive', 'systemctl restart db.service'],
  ])('@%s, which is stopped (%s): started, and it is said', async (service, state, command) => {
    const { exitCode, stdout } = await restart(`@${service}:restart`, state);
    expect(stdout).toContain(`│ @${service}:restart : le service était arrêté ; il est démarré\n`);
    expect(exitCode).toBe(0);
    expect(await acts()).toEqual([command]);
  });

  test.each([
    ['compose', '', 'le service n’a pas de conteneur, et « restart » n’en crée pas ; « @compose:start » en crée un'],
    ['kubernetes', '0', 'le service est arrêté, et « restart » ne démarre rien ; « @kubernetes:start » le démarre'],
  ])('@%s, where the tool would start nothing (%o): it fails and says what does', async (service, state, message) => {
    const { exitCode, stdout } = await restart(`@${service}:restart`, state);
    expect(stdout).toContain(`│ @${service}:restart : ${message}\n`);
    expect(exitCode).toBe(1);
    expect(await acts()).toEqual([]);
  });

  test('or by the words that the file gives, and one that the installation has not says so', async () => {
    const { exitCode, stdout } = await restart('@mots:restart vite\n@beat:restart');
    expect(stdout).toContain('│ redémarré vite\n  │ @beat : absent de cette installation, rien à faire\n');
    expect(exitCode).toBe(0);
  });

  test('a group: each in the order in which they start', async () => {
    const { stdout } = await restart('@tous:restart', 'active');
    expect(stdout).toContain('│ @beat : absent de cette installation, rien à faire\n  │ redémarré\n');
    expect(await acts()).toEqual(['systemctl restart db.service']);
  });

  test('a tool that cannot restart it: its own message and status', async () => {
    await command('systemctl', 'case $1 in is-active) echo active ;; *) echo "Access denied" >&2; exit 4 ;; esac');
    const { stdout } = await restart('@systemd:restart || echo "statut $?"');
    expect(stdout).toContain('│ Access denied\n  │ statut 4\n');
  });
});

test('a service that nothing can restart is refused before anything runs, by its name and place', async () => {
  const { exitCode, stderr } = await restart('touch commence\n@sonde:restart');
  expect(stderr.replaceAll(place.folder, 'DOSSIER')).toBe(
    '✗ l’étape « agir » appelle @sonde:restart, que la cible « ici » n’offre pas\n' +
      '  où        a.md:10:1\n' +
      '  à faire   décrivez ce service dans DOSSIER/targets.yaml, ou choisissez une autre cible',
  );
  expect(exitCode).toBe(4);
  expect(existsSync(join(place.folder, 'commence'))).toBe(false);
});

test('a service that the target does not know is refused with what to write when the installation has none', async () => {
  const { exitCode, stderr } = await restart('@maintenance:restart');
  expect(stderr.replaceAll(place.folder, 'DOSSIER')).toContain(
    '  à faire   décrivez ce service dans DOSSIER/targets.yaml (« maintenance: { absent: true } » si cette installation ne l’a pas), ou choisissez une autre cible',
  );
  expect(exitCode).toBe(4);
});

test('restarting a service is judged as stopping it', async () => {
  await place.write(
    'a.md',
    page('a', [step('step="un"', '@systemd:stop'), step('step="deux"', '@systemd:restart')].join('\n')),
  );
  const { steps } = JSON.parse((await runbook('plan', 'a.md', '--format', 'json')).stdout);
  const [stop, again] = steps;
  expect(again.risk).toBe(stop.risk);
  expect(again.reasons[0]).toMatchObject({
    rule: 'SERVICE',
    text: '« @systemd:restart » redémarre le service : ses utilisateurs sont interrompus, rien n’est perdu.',
  });
});

test('doctor: a page that restarts a service before it calls it could be executed while it does not answer', async () => {
  const about = async (text: string) => {
    await place.write('a.md', page('a', step('check="lire"', text)));
    const { entries } = JSON.parse((await runbook('doctor', 'a.md', '--format', 'json')).stdout) as DoctorReport;
    return entries.find(({ id }) => id === 'runbook:a');
  };
  expect(await about('@muet true')).toMatchObject({ result: 'failed', blockedBy: ['service:@muet'] });
  expect(await about('@muet:restart\n@muet true')).toMatchObject({ result: 'ok', blockedBy: [] });
});
