import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorReport } from '../../runbook-runner/src/doctor/examine.ts';
import { page, step } from '../support/runbook-cli.ts';
import type { KeptServices } from './kept-services.ts';
import { openKeptServices } from './kept-services.ts';

let place: KeptServices;
beforeEach(async () => {
  place = await openKeptServices(`      mots: { exec: [env], restart: [echo, redémarré] }
      sonde: { exec: [env] }
      muet: { exec: ["false"], restart: ["true"] }
      tous: { group: [systemd, mots, beat] }
`);
});
afterEach(() => place.remove());

/** A step that restarts a service in this state. */
async function restart(call: string, state = '') {
  await place.setState(state);
  await place.write('a.md', page('a', step('step="agir"', call)));
  return place.runbook('run', 'a.md');
}

/** What acted on the service. */
async function acts(): Promise<readonly string[]> {
  return (await place.calls())
    .filter((line) => / (up|start|restart|stop|scale)\b/.test(line))
    .map((line) => line.replace(place.folder, 'DOSSIER'));
}

describe('a service is restarted by what keeps it', () => {
  test.each([
    [
      '@compose:restart --timeout 5',
      'Up 3 minutes',
      'docker compose --file DOSSIER/c.yml --profile prod restart db --timeout 5',
    ],
    ['@compose:restart', 'Up 3 minutes (unhealthy)', 'docker compose --file DOSSIER/c.yml --profile prod restart db'],
    ['@supervisor:restart', 'RUNNING', 'supervisorctl -c DOSSIER/s.conf restart supervisor'],
    ['@supervisor:restart', 'BACKOFF', 'supervisorctl -c DOSSIER/s.conf restart supervisor'],
    ['@systemd:restart --no-block', 'active', 'systemctl restart db.service --no-block'],
    ['@kubernetes:restart', '2', 'kubectl --namespace ecole rollout restart deployment/db'],
  ])('%s, which is %s', async (call, state, command) => {
    const { status, stdout } = await restart(call, state);
    expect(stdout).not.toContain('était arrêté');
    expect(status).toBe(0);
    expect(await acts()).toEqual([command]);
  });

  test.each([
    ['compose', 'Exited (1) 3 minutes ago', 'docker compose --file DOSSIER/c.yml --profile prod restart db'],
    ['compose', 'Created', 'docker compose --file DOSSIER/c.yml --profile prod restart db'],
    ['supervisor', 'STOPPED', 'supervisorctl -c DOSSIER/s.conf start supervisor'],
    ['supervisor', 'FATAL', 'supervisorctl -c DOSSIER/s.conf start supervisor'],
    ['systemd', 'inactive', 'systemctl restart db.service'],
  ])('@%s, which is stopped (%s): started, and it is said', async (service, state, command) => {
    const { status, stdout } = await restart(`@${service}:restart`, state);
    expect(stdout).toContain(`│ @${service}:restart : le service était arrêté ; il est démarré\n`);
    expect(status).toBe(0);
    expect(await acts()).toEqual([command]);
  });

  test.each([
    ['compose', '', 'le service n’a pas de conteneur, et « restart » n’en crée pas ; « @compose:start » en crée un'],
    ['kubernetes', '0', 'le service est arrêté, et « restart » ne démarre rien ; « @kubernetes:start » le démarre'],
  ])('@%s, where the tool would start nothing (%o): it fails and says what does', async (service, state, message) => {
    const { status, stdout } = await restart(`@${service}:restart`, state);
    expect(stdout).toContain(`│ @${service}:restart : ${message}\n`);
    expect(status).toBe(1);
    expect(await acts()).toEqual([]);
  });

  test('or by the words that the file gives, and one that the installation has not says so', async () => {
    const { status, stdout } = await restart('@mots:restart vite\n@beat:restart');
    expect(stdout).toContain('│ redémarré vite\n  │ @beat : absent de cette installation, rien à faire\n');
    expect(status).toBe(0);
  });

  test('a group: each in the order in which they start', async () => {
    const { stdout } = await restart('@tous:restart', 'active');
    expect(stdout).toContain('│ @beat : absent de cette installation, rien à faire\n  │ redémarré\n');
    expect(await acts()).toEqual(['systemctl restart db.service']);
  });

  test('a tool that cannot restart it: its own message and status', async () => {
    await place.tool('systemctl', 'case $1 in is-active) echo active ;; *) echo "Access denied" >&2; exit 4 ;; esac');
    const { stdout } = await restart('@systemd:restart || echo "statut $?"');
    expect(stdout).toContain('│ Access denied\n  │ statut 4\n');
  });
});

test('a service that nothing can restart is refused before anything runs, by its name and place', async () => {
  const { status, stderr } = await restart('touch commence\n@sonde:restart');
  expect(stderr.replaceAll(place.folder, 'DOSSIER')).toBe(
    '✗ l’étape « agir » appelle @sonde:restart, que la cible « ici » n’offre pas\n' +
      '  où        a.md:10:1\n' +
      '  à faire   décrivez ce service dans DOSSIER/targets.yaml, ou choisissez une autre cible',
  );
  expect(status).toBe(4);
  expect(existsSync(join(place.folder, 'commence'))).toBe(false);
});

test('a service that the target does not know is refused with what to write when the installation has none', async () => {
  const { status, stderr } = await restart('@maintenance:restart');
  expect(stderr.replaceAll(place.folder, 'DOSSIER')).toContain(
    '  à faire   décrivez ce service dans DOSSIER/targets.yaml (« maintenance: { absent: true } » si cette installation ne l’a pas), ou choisissez une autre cible',
  );
  expect(status).toBe(4);
});

test('restarting a service is judged as stopping it', async () => {
  await place.write(
    'a.md',
    page('a', [step('step="un"', '@systemd:stop'), step('step="deux"', '@systemd:restart')].join('\n')),
  );
  const { steps } = JSON.parse((await place.runbook('plan', 'a.md', '--format', 'json')).stdout);
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
    const { entries } = JSON.parse((await place.runbook('doctor', 'a.md', '--format', 'json')).stdout) as DoctorReport;
    return entries.find(({ id }) => id === 'runbook:a');
  };
  expect(await about('@muet true')).toMatchObject({ result: 'failed', blockedBy: ['service:@muet'] });
  expect(await about('@muet:restart\n@muet true')).toMatchObject({ result: 'ok', blockedBy: [] });
});
