import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Platform } from '../e2e/platform.ts';
import { chosen, openPlatform, succeeded } from '../e2e/platform.ts';
import { identityOf } from '../sandbox/identity.ts';
import { openCampaign } from '../support/seeded.ts';

// Restorations in which nothing is wrong must raise no alarm, whatever the data look like. Reduced in CI; thirty by
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/campaign/clean-drills
const campaign = openCampaign();
const { random, size, count, summary } = campaign;
const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)] as T;

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
  await platform.sandbox('up');
});
afterAll(() => platform?.close());

test(
  'whatever was written before, a backup is restored and proved without an alarm',
  async () => {
    for (let drill = 0; drill < size(1, 30); drill += 1) {
      await writeRows();
      await writeFiles();
      const archives = await platform.backUp();
      const before = await identityOf(platform.machine);
      const { ARCHIVE, ARCHIVE_MEDIAS } = archives;
      const [page, words, lost] = pick([
        ['restauration-complete', chosen(archives), 'tout'],
        ['restauration-base', chosen({ ARCHIVE }), 'base'],
        ['restauration-medias', chosen({ ARCHIVE_MEDIAS }), 'medias'],
      ] as const);
      // Half of the time a disaster, half of the time work that is not wanted any more.
      if (random() < 0.5)
        expect(await platform.machine.sandbox('sinistre', '--kind', lost)).toMatchObject({ exitCode: 0 });
      else {
        if (lost !== 'medias') await writeRows();
        if (lost !== 'base') await writeFiles();
      }
      succeeded(await platform.run(page, ...words));
      expect(await identityOf(platform.machine), `drill ${drill}, ${page}`).toEqual(before);
      succeeded(await platform.run('prouver-identite', ...chosen(archives)));
      succeeded(await platform.run('verification-sante'));
      count(page);
      await forget();
    }
    console.log(summary());
  },
  3 * 3_600_000,
);

/** Texts that a comparison line by line, or a name without quotes, would get wrong. */
async function writeRows(): Promise<void> {
  const texts = ['\t', '\n', '\\N', '\\.', "'", '"', 'é', 'é', '👩‍🏫', ' ', '$(id)', '%s', ';', '\r', '\u2028'];
  const text = Array.from({ length: 8 }, () => pick(texts)).join('');
  const literal = `'${`${text} ${Math.floor(random() * 1e9)}`.replaceAll("'", "''")}'`;
  await platform.machine.query(`
    insert into auth_group (name) values (${literal});
    update exams_copy set final_pdf = null where id in (select id from exams_copy order by random() limit 3);
    delete from exams_annotation where id in (select id from exams_annotation order by random() limit 5);
    select setval('exams_annotation_id_seq', nextval('exams_annotation_id_seq') + ${Math.floor(random() * 100)});`);
}

/** Names and contents that a tool for files may stumble over. */
async function writeFiles(): Promise<void> {
  const names = [
    '-rf',
    ' début',
    'fin ',
    'deux  espaces',
    '*',
    '[x]',
    "l'élève",
    'e\u0301le\u0300ve',
    'élève',
    'A',
    'a',
    '#',
    '$HOME',
  ];
  const name = `${pick(names)}${pick(names)}${pick(['', 'x'.repeat(180)])}.pdf`;
  const contents = pick(['', 'texte', 'creux']);
  const script =
    'cd "$1" && mkdir -p "scans/$3/vide" && printf %s "$4" > "scans/$3/$2" && if [ "$4" = creux ]; then truncate -s 3M "scans/$3/$2"; fi';
  await inBackend(script, name, `lot ${Math.floor(random() * 1000)}`, contents);
}

/** What the page says to do some days later. */
async function forget(): Promise<void> {
  const { machine } = platform;
  for (const base of (await machine.query("select datname from pg_database where datname like '%\\_avant\\_%'")).split(
    '\n',
  ))
    if (base !== '') await machine.query(`drop database "${base}"`);
  await inBackend(
    'cd "$1" && for old in .korrigo-avant-*; do [ ! -e "$old" ] || { chmod 700 "$old" && rm -rf "$old"; }; done',
  );
}

async function inBackend(script: string, ...words: readonly string[]): Promise<void> {
  const media = await platform.machine.mediaDir();
  const { exitCode, stderr } = await platform.machine.service('backend', ['sh', '-c', script, 'sh', media, ...words]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
}
