import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DATABASE, ROLE } from '../../sandbox/platform/database.ts';
import type { Archives, Platform } from './platform.ts';
import { chosen, logsOf, openPlatform, succeeded } from './platform.ts';
import type { TlsFront } from './tls-front.ts';
import { openTlsFront } from './tls-front.ts';

/** What ours calls otherwise, from the sources of the application to the address of a copy. */
const names: Readonly<Record<string, string>> = {
  pdf_source: 'scan',
  final_pdf: 'copie_rendue',
  pages_images: 'vignettes',
  'api/grading/copies/': 'api/rendus/',
  'api/health/ready/': 'api/prete/',
  '^api/health/': '^api/(health|prete)/',
  '"ready" if': '"disponible" if',
  [DATABASE]: 'viatique',
  [ROLE]: 'viatique_user',
};

let platform: Platform;
let archives: Archives;
let media: string;
let front: TlsFront;
beforeAll(async () => {
  platform = await openPlatform();
  await platform.sandbox('up');
  front = await openTlsFront(await platform.machine.baseUrl());
  vi.stubEnv('HOME', front.home);
  media = (await platform.machine.mediaDir()).replace(/media$/, 'numerisations');
  await becomeAnother(platform);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([front?.close(), platform?.close()]);
});

test('everything but its health is asked over TLS, which curl verifies', async () => {
  const { dir, baseUrl } = platform.machine;
  const inside = await baseUrl();
  const ask = (path: string) => fetch(inside + path, { redirect: 'manual' });
  for (const path of ['/api/prete/', '/api/health/live/']) expect((await ask(path)).status).toBe(200);
  for (const path of ['/api/me/', '/admin/', '/media/copies']) {
    const { status, headers } = await ask(path);
    expect([status, headers.get('location')]).toEqual([301, inside.replace('http:', 'https:') + path]);
  }
  const curl = (words: readonly string[], options: { env?: { HOME: string }; input?: string }) =>
    execa('curl', ['--silent', '--show-error', ...words], { reject: false, ...options });
  expect((await curl([front.url], { env: { HOME: dir } })).exitCode).toBe(60);
  const password = (await readFile(join(dir, 'secrets/verification'), 'utf8')).trim();
  const words = ['--include', '--header', 'Content-Type: application/json', '--data', '@-', `${front.url}/api/login/`];
  const { stdout } = await curl(words, { input: JSON.stringify({ username: 'verification', password }) });
  expect(stdout).toMatch(/^set-cookie: sessionid=.*; Secure\r?$/im);
});

test('HSTS is sent over TLS only, for this name alone, and to no list of browsers', async () => {
  const path = '/api/health/live/';
  const overTls = await execa('curl', ['--silent', '--show-error', '--head', `${front.url}${path}`]);
  expect(overTls.stdout).toMatch(/^strict-transport-security: max-age=31536000\r?$/im);
  const plain = await fetch((await platform.machine.baseUrl()) + path);
  expect([plain.status, plain.headers.get('strict-transport-security')]).toEqual([200, null]);
});

test('an installation that calls nothing as ours does is read and backed up with its own targets file only', async () => {
  succeeded(await platform.run('verification-sante'));
  const log = await logsOf(platform.place, 'verification-sante');
  expect(log).toContain(
    'fichiers cités par la base : 4263\nfichiers manquants : aucun\nfichiers que rien ne cite : aucun',
  );
  // Lost before the backup: no restoration can wait for it, nor hide it.
  const { service } = platform.machine;
  await service('backend', ['rm', join(media, 'exams/csv/liste_1.csv')]);
  archives = await platform.backUp();
});

test('it comes back whole after a disaster, each proof included', async () => {
  const { service } = platform.machine;
  await statements(platform.machine, 'viatique_user', 'viatique', 'drop table exams_score, exams_annotation');
  await service('backend', ['rm', '-r', join(media, 'copies')]);
  succeeded(await platform.run('restauration-complete', ...chosen(archives)));
  const log = await logsOf(platform.place, 'restauration-complete');
  expect(log).toContain('beat : arrêté (absent de cette installation)');
  expect(log).toContain('déjà manquants lors de la sauvegarde : 1\nautres fichiers manquants : aucun');
  succeeded(await platform.run('prouver-identite', ...chosen(archives)));
  const { ARCHIVE, ARCHIVE_MEDIAS } = archives;
  succeeded(await platform.run('restauration-base', ...chosen({ ARCHIVE })));
  succeeded(await platform.run('restauration-medias', ...chosen({ ARCHIVE_MEDIAS })));
  succeeded(await platform.run('prouver-identite', ...chosen(archives)));
});

test('an archive of another locale is loaded in its own', async () => {
  const locale = "select datcollate from pg_database where datname = 'viatique'";
  expect(await statements(platform.machine, 'viatique_user', 'postgres', locale)).toBe('C');
});

test('a database whose name needs quotes comes back whole too', async () => {
  const { machine, place } = platform;
  await machine.supervisor('stop', 'backend', 'worker');
  await statements(machine, 'viatique_user', 'postgres', 'alter database viatique rename to "exam-2026"');
  await edit(join(machine.dir, 'etc/backend.env'), { 'DB_NAME=viatique\n': 'DB_NAME=exam-2026\n' });
  await edit(join(place.folder, 'targets.yaml'), { 'DB_NAME: viatique\n': 'DB_NAME: exam-2026\n' });
  await machine.supervisor('start', 'backend', 'worker');
  for (const service of ['backend', 'worker']) await machine.service('attendre', [service]);
  archives = await platform.backUp();
  await statements(machine, 'viatique_user', 'exam-2026', 'drop table exams_score, exams_annotation');
  await machine.service('backend', ['rm', '-r', join(media, 'copies')]);
  succeeded(await platform.run('restauration-complete', ...chosen(archives)));
  succeeded(await platform.run('prouver-identite', ...chosen(archives)));
  const names = "select string_agg(datname, ' ') from pg_database where datname ~ '^(viatique|exam-2026)$'";
  expect(await statements(machine, 'viatique_user', 'postgres', names)).toBe('exam-2026');
});

/** Renames what an installation may call as it likes, moves its media, ends TLS in front, and has no beat. */
async function becomeAnother({ machine, place }: Platform): Promise<void> {
  const { dir } = machine;
  await machine.supervisor('stop', 'backend', 'worker', 'beat', 'nginx');
  for (const file of [...(await sourcesBelow(join(dir, 'app'))), 'etc/backend.env', 'bin/db', 'bin/attendre'])
    await edit(join(dir, file), names);
  await rename(join(dir, 'media'), media);
  await edit(join(dir, 'etc/nginx.conf'), { '/media/;': '/numerisations/;' });
  // TLS ends in front, and what is in front says so.
  await edit(join(dir, 'etc/backend.env'), { 'SSL_ENABLED=false': 'SSL_ENABLED=true' });
  await edit(join(dir, 'etc/nginx-backend.conf'), { 'Proto $scheme': 'Proto $http_x_forwarded_proto' });
  await edit(join(dir, 'app/core/settings.py'), { 'BASE_DIR / "media"': 'BASE_DIR.parent / "numerisations"' });
  await renameInDatabase(machine);
  await machine.supervisor('start', 'backend', 'worker', 'nginx');
  for (const service of ['backend', 'worker', 'nginx']) await machine.service('attendre', [service]);
  const targets = await readFile(join(place.folder, 'targets.yaml'), 'utf8');
  await place.write('targets.yaml', targetsOf(targets));
}

async function sourcesBelow(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true });
  return found.filter((name) => name.endsWith('.py')).map((name) => join('app', name));
}

async function edit(file: string, replacements: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(file, 'utf8');
  for (const [from, to] of Object.entries(replacements)) text = text.replaceAll(from, to);
  await writeFile(file, text);
}

async function statements(machine: Platform['machine'], role: string, database: string, text: string): Promise<string> {
  const words = ['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '--username', role, '--dbname', database];
  const { exitCode, stdout, stderr } = await machine.service('db', words, text);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

async function renameInDatabase(machine: Platform['machine']): Promise<void> {
  const password = (await readFile(join(machine.dir, 'secrets/db-password'), 'utf8')).trim();
  const as = (role: string, database: string, text: string) => statements(machine, role, database, text);
  await as(ROLE, 'postgres', `create role passage superuser login password '${password}'`);
  // Its name, its owner and its locale.
  await as('passage', 'postgres', `alter role ${ROLE} rename to viatique_user`);
  await as('viatique_user', 'postgres', "create database viatique template template0 locale 'C'");
  const { stdout } = await machine.service('db', ['pg_dump', '--username', 'viatique_user', DATABASE]);
  await as('viatique_user', 'viatique', stdout);
  await as(
    'viatique_user',
    'viatique',
    `alter table exams_copy rename column pdf_source to scan;
     alter table exams_copy rename column final_pdf to copie_rendue;
     alter table exams_exam rename column pdf_source to scan;
     alter table exams_booklet rename column pages_images to vignettes;`,
  );
  await as('viatique_user', 'postgres', `drop database ${DATABASE}; drop role passage`);
}

/** The repository's targets file, with the values of this installation and nothing else changed. */
function targetsOf(text: string): string {
  const values = `      DB_NAME: viatique
      MEDIA_DIR: ${media}
      FILE_COLUMNS:
        - exams_copy.scan
        - exams_copy.copie_rendue
        - exams_exam.scan
        - exams_exam.students_csv
        - exams_booklet.header_image
        - exams_booklet.vignettes:$[*]
      READY_PATH: /api/prete/
      READY_TEXT: '"status":"disponible"'
      PROOF_COLUMN: exams_copy.scan
      PROOF_KEY: scan
      PROOF_URL: /media/{}
`;
  return text
    .replace(/ {6}BASE_URL:.*/, `      BASE_URL: ${front.url}`)
    .replace(/ {6}DB_NAME:[\s\S]*?(?= {6}LOGIN:)/, values)
    .replace(/ {6}beat:\n( {8}.*\n)+/, '      beat: { absent: true }\n');
}
