import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorReport } from '../../runbook-runner/src/doctor/examine.ts';
import { processesOf } from '../support/remove-folder.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, output, page, step } from '../support/runbook-cli.ts';

const SECRET = 'un-mot-de-passe-tres-long';
const targets = (items: string) => `targets:
  ici:
    description: Un serveur d’essai.
    kind: local
    variables:
      COLONNES:
        items: [${items}]
        declared-by: { service: app, command: [sh, declare] }
    secrets: { MDP: { file: secret } }
    services: { app: { exec: [env] } }
`;
const variables = '  variables:\n    COLONNES: { description: Des colonnes, type: list, items: column }\n';

let place: Place;
beforeEach(async () => {
  place = await openPlace(targets('exams_copy.final_pdf, exams_exam.students_csv, "exams_booklet.pages:$[*]"'));
  await place.write('secret', SECRET);
  await chmod(join(place.folder, 'secret'), 0o600);
  const body = `${step('check="lire"', 'printf "%s\\n" "${COLONNES[@]}" | grep -c copy')}\n${output('lire', '1')}`;
  await place.write('a.md', page('a', body, variables));
  await declares('echo exams_copy.final_pdf; echo exams_exam.students_csv');
});
afterEach(() => place.remove());

/** What the application answers: a shell text. */
const declares = (text: string) => place.write('declare', `touch demande\n${text}\n`);

async function examined(): Promise<DoctorReport> {
  return JSON.parse((await place.runbook('doctor', 'a.md', '--format', 'json')).stdout) as DoctorReport;
}
const compared = async () => (await examined()).entries.find(({ id }) => id === 'declared:COLONNES');

describe('a list is compared by doctor with what the application declares', () => {
  test('all that it declares is there; what the list has besides is no fault', async () => {
    const { status, stdout } = await place.runbook('doctor', 'a.md');
    expect(stdout).toContain('  ✓ liste COLONNES : a tout ce que l’application déclare (2 éléments)\n');
    expect(status).toBe(0);
  });

  test('what the list has not is named, with its place, and prevents no runbook', async () => {
    await place.write('targets.yaml', targets('exams_copy.final_pdf, "exams_booklet.pages:$[*]"'));
    const { status, stdout } = await place.runbook('doctor', 'a.md');
    const text = stdout.replaceAll(/\s+/g, ' ').replaceAll(place.folder, 'DOSSIER');
    expect(text).toContain(
      '! liste COLONNES : l’application déclare exams_exam.students_csv, que la liste n’a pas' +
        ' où : DOSSIER/targets.yaml:7:9 à faire : ajoutez exams_exam.students_csv à « items »',
    );
    expect(text).toContain('✓ a : pourrait être exécuté');
    expect(status).toBe(6);
    expect((await compared())?.facts.missing).toEqual(['exams_exam.students_csv']);
  });

  test('what the application says beside its items, or twice, does not count', async () => {
    await declares('echo attention >&2; echo exams_copy.final_pdf; echo exams_copy.final_pdf');
    expect(await compared()).toMatchObject({ result: 'ok', detail: 'a tout ce que l’application déclare (1 élément)' });
  });
});

describe('a list that could not be compared is said so, never to be well', () => {
  const ASKED = '« @app sh »';
  test.each([
    [
      'it fails',
      'echo exams_copy.final_pdf; echo la base dort >&2; exit 3',
      `${ASKED} a rendu le statut 3 : la base dort`,
    ],
    ['it says nothing', 'true', `${ASKED} n’a rien écrit`],
    [
      'it says something else than items',
      'echo 12 objects imported; echo exams_copy.final_pdf',
      `ce qu’écrit ${ASKED} ne convient pas : l’élément 1, « 12 objects imported », n’est pas une colonne`,
    ],
    ['it says too much', 'seq -f t.c%g 1 20000', `${ASKED} a trop écrit pour être lu en entier`],
    ['it shows a secret', `echo t.${SECRET}`, `ce qu’écrit ${ASKED} contient la valeur d’un secret`],
  ])('%s', async (_, text, why) => {
    await declares(text);
    const { status, stdout } = await place.runbook('doctor', 'a.md');
    const said = stdout.replaceAll(/\s+/g, ' ');
    expect(said).toContain(`? liste COLONNES : indéterminé, car rien ne dit ce que l’application déclare : ${why}`);
    expect(said).toContain('à faire : démarrez @app, ou corrigez « declared-by » dans le fichier des cibles');
    expect(said).not.toContain(SECRET);
    expect(status).toBe(6);
    expect(await compared()).toMatchObject({ result: 'unknown' });
  });

  test('it does not answer, and is ended', async () => {
    await declares('sleep 613');
    expect(await compared()).toMatchObject({
      result: 'unknown',
      detail: expect.stringContaining('« @app sh » n’a pas répondu en 30 s'),
    });
    expect(processesOf(place.folder)).toEqual([]);
  });

  test('there is no session to ask in', async () => {
    await mkdir(join(place.state, 'runbook'), { recursive: true });
    await chmod(join(place.state, 'runbook'), 0o755);
    expect(await compared()).toMatchObject({
      result: 'unknown',
      detail: expect.stringContaining('il n’y a pas de session où le lui demander'),
    });
  });
});

test('a run never asks: neither what it does nor its fingerprint depends on the answer', async () => {
  const plan = async () => JSON.parse((await place.runbook('plan', 'a.md', '--format', 'json')).stdout);
  const { hash, values } = await plan();
  expect(values.COLONNES).toBe('exams_copy.final_pdf\nexams_exam.students_csv\nexams_booklet.pages:$[*]');
  expect((await place.runbook('check', 'a.md')).status).toBe(0);
  expect((await place.runbook('run', 'a.md')).status).toBe(0);
  expect(existsSync(join(place.folder, 'demande'))).toBe(false);
  await place.write(
    'targets.yaml',
    targets('exams_copy.final_pdf, exams_exam.students_csv, "exams_booklet.pages:$[*]"').replace(
      'sh, declare',
      'sh, autre',
    ),
  );
  expect((await plan()).hash).toBe(hash);
});
