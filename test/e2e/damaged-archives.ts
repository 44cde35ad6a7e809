import { createHash } from 'node:crypto';
import {
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Archives, Drill } from './platform.ts';

/** One way in which a backup can be bad. */
export interface Damage {
  readonly what: string;
  /** Makes it so in a copy of the backup. */
  readonly make: (copy: Copy) => Promise<unknown>;
  /** What the restoration says of it. */
  readonly said: RegExp;
  /** One of those that say the most: it is part of every run of the tests. */
  readonly first?: true;
}

/** A backup of its own, with what makes another of it. */
export interface Copy extends Archives {
  readonly drill: Drill;
}

/** Everything that belongs to the archives, in a folder where it can be damaged. */
export async function copyOf(drill: Drill): Promise<Copy> {
  const from = dirname(drill.archives.ARCHIVE);
  const to = await mkdtemp(join(from, 'abimees-'));
  const { ARCHIVE, ARCHIVE_MEDIAS } = drill.archives;
  for (const name of await readdir(from))
    if ([ARCHIVE, ARCHIVE_MEDIAS].some((path) => name.startsWith(basename(path))))
      await cp(join(from, name), join(to, name));
  return { drill, ARCHIVE: join(to, basename(ARCHIVE)), ARCHIVE_MEDIAS: join(to, basename(ARCHIVE_MEDIAS)) };
}

/** The sums are those of what is there: what made the archive bad did it before they were taken. */
async function sumAnew(archive: string): Promise<void> {
  const names = (await readFile(`${archive}.sha256`, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(66));
  const sums = names.map(async (name) => {
    const bytes = await readFile(join(dirname(archive), name)).catch(() => Buffer.alloc(0));
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
  });
  await writeFile(`${archive}.sha256`, (await Promise.all(sums)).join(''));
}

async function cut(path: string, share: number): Promise<void> {
  await truncate(path, Math.floor((await stat(path)).size * share));
}

async function flipByte(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const at = Math.floor((await file.stat()).size / 2);
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
  buffer[0] = (buffer[0] ?? 0) ^ 1;
  await file.write(buffer, 0, 1, at);
  await file.close();
}

/** Both archives, damaged after their sums were taken: the disk, the copy, the hand. */
const AFTER_THE_SUMS: readonly Damage[] = (['ARCHIVE', 'ARCHIVE_MEDIAS'] as const).flatMap((name) => {
  const damage = (what: string, said: RegExp, make: (path: string) => Promise<unknown>, first?: true): Damage => ({
    what: `${name}: ${what}`,
    make: (copy) => make(copy[name]),
    said,
    ...(first && { first }),
  });
  const refused = /computed checksum did NOT match/;
  return [
    damage('cut by its last kilobyte', refused, async (path) => truncate(path, (await stat(path)).size - 1000), true),
    damage('one bit changed', refused, flipByte),
    damage('missing', /No such file or directory/, (path) => rm(path), true),
    damage('the sums are missing', /No such file or directory/, (path) => rm(`${path}.sha256`)),
    damage('the sums are an empty file', /no properly formatted/, (path) => truncate(`${path}.sha256`, 0)),
    damage(
      'the sums do not speak of the archive',
      /La ligne attendue «\s…\.(dump|tar): OK\s» n’a pas été trouvée/,
      async (path) => {
        const lines = (await readFile(`${path}.sha256`, 'utf8')).split('\n');
        await writeFile(`${path}.sha256`, lines.slice(1).join('\n'));
      },
    ),
  ];
});

/** The base: the sums agree, the fingerprint is what tells. */
const BASE: readonly Damage[] = [
  ...[0, 0.01, 0.5, 0.999].map((share) => ({
    what: `the base, summed after it was cut at ${share * 100} %`,
    make: (copy: Copy) => cut(copy.ARCHIVE, share),
    said: /pg_restore: error: (could not read|input file)|did not find magic string/,
  })),
  {
    what: 'the base, summed after one bit had changed',
    make: (copy) => flipByte(copy.ARCHIVE),
    said: /pg_restore: error|DIFFÉRENT/,
    first: true,
  },
  dumped(
    'only its schema',
    ['--format=custom', '--schema-only'],
    /: DIFFÉRENT \(attendu : \d+ lignes, trouvé : 0 ligne\)|ABSENT/,
  ),
  dumped('only its data', ['--format=custom', '--data-only'], /schéma : (DIFFÉRENT|ABSENT)/),
  dumped(
    'without the rows of one table',
    ['--format=custom', '--exclude-table-data=exams_score'],
    /table exams_score : ABSENT/,
  ),
  dumped('without one table', ['--format=custom', '--exclude-table=exams_annotation'], /exams_annotation/),
  dumped('as plain text', ['--format=plain'], /input file appears to be a text format dump/),
  changed(
    'one row of many has one point more',
    'update exams_score set points = points + 1 where id = (select max(id) from exams_score)',
    /table exams_score : DIFFÉRENT \(attendu : (\d+) lignes, trouvé : \1 lignes\)/,
    true,
  ),
  changed(
    'one row less',
    'delete from exams_annotation where id = (select max(id) from exams_annotation)',
    /table exams_annotation : DIFFÉRENT/,
  ),
  changed('one row more', "insert into auth_group (name) values ('intrus')", /table auth_group : DIFFÉRENT/),
  changed('a table is empty', 'truncate exams_annotation', /table exams_annotation : (DIFFÉRENT|ABSENT)/),
  changed('a sequence is behind', "select setval('exams_score_id_seq', 1)", /séquence exams_score_id_seq : DIFFÉRENT/),
  changed(
    'a foreign key is gone',
    drop(
      "select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint where contype = 'f' order by conname limit 1",
    ),
    /schéma : DIFFÉRENT/,
  ),
  changed(
    'a foreign key is not verified',
    drop(
      "select format('alter table %1$s drop constraint %2$I; alter table %1$s add constraint %2$I %3$s not valid', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where contype = 'f' order by conname limit 1",
    ),
    /schéma : DIFFÉRENT/,
  ),
  changed(
    'an index is gone',
    drop(
      "select format('drop index %I', indexname) from pg_indexes where schemaname = 'public' and indexname like '%_like' order by indexname limit 1",
    ),
    /schéma : DIFFÉRENT/,
  ),
  changed(
    'a column has another collation',
    'alter table auth_group alter column name type varchar(150) collate "C"',
    /schéma : DIFFÉRENT/,
  ),
  changed('a right was given to all', 'grant select on exams_copy to public', /schéma : DIFFÉRENT/),
  changed('a table has another owner', 'alter table auth_group owner to pg_monitor', /schéma : DIFFÉRENT/),
  {
    what: 'the base is that of another application',
    make: (copy) => dump(copy, 'postgres', ['--format=custom']),
    said: /ABSENT/,
  },
  {
    what: 'the fingerprint is an empty file',
    make: (copy) => truncate(`${copy.ARCHIVE}.empreinte`, 0),
    said: /=> DIFFÉRENT/,
  },
];

/** The media: the sums agree, the manifest is what tells. */
const MEDIA: readonly Damage[] = [
  ...[0, 0.01, 0.5, 0.99].map((share) => ({
    what: `the media, summed after they were cut at ${share * 100} %`,
    make: (copy: Copy) => cut(copy.ARCHIVE_MEDIAS, share),
    said: /^\s*│ ?[<>] |Unexpected EOF|does not look like a tar/m,
  })),
  repacked('one file is missing', async (folder, [one = '']) => rm(join(folder, one)), /^\s*│ ?> /m, true),
  repacked('one file more', async (folder) => writeFile(join(folder, 'intrus.pdf'), ''), /^\s*│ ?< \.\/intrus\.pdf/m),
  repacked('one file is empty', async (folder, [one = '']) => truncate(join(folder, one), 0), /: DIFFÉRENT/),
  repacked(
    'one byte is another, with the same size and date',
    async (folder, [one = '']) => {
      const { atime, mtime } = await stat(join(folder, one));
      await flipByte(join(folder, one));
      await utimes(join(folder, one), atime, mtime);
    },
    /: DIFFÉRENT/,
    true,
  ),
  repacked(
    'two files have changed names',
    async (folder, [one = '', two = '']) => {
      await rename(join(folder, one), join(folder, 'milieu'));
      await rename(join(folder, two), join(folder, one));
      await rename(join(folder, 'milieu'), join(folder, two));
    },
    /: DIFFÉRENT/,
  ),
  repacked(
    'a link stands for a file',
    async (folder, [one = '']) => {
      await rm(join(folder, one));
      await symlink('/etc/hostname', join(folder, one));
    },
    /: ABSENT/,
  ),
  repacked(
    'a pipe stands for a file',
    async (folder, [one = '']) => {
      await rm(join(folder, one));
      await execa('mkfifo', [join(folder, one)]);
    },
    /: ABSENT/,
  ),
  repacked(
    'a folder stands for a file',
    async (folder, [one = '']) => {
      await rm(join(folder, one));
      await mkdir(join(folder, one));
    },
    /^\s*│ ?[<>] |: ABSENT/m,
  ),
  renamed('one path leaves the folder', '../', true),
  renamed('one path is absolute', '/tmp/'),
  {
    what: 'the media are compressed',
    make: async ({ ARCHIVE_MEDIAS }) => {
      await execa('gzip', ['-9', ARCHIVE_MEDIAS]);
      await rename(`${ARCHIVE_MEDIAS}.gz`, ARCHIVE_MEDIAS);
    },
    said: /tar: (Archive is compressed|This does not look like a tar)|gzip|: ABSENT/,
  },
  {
    what: 'the media are whole, and those of another platform',
    make: async ({ ARCHIVE_MEDIAS }) => {
      const manifest = await readFile(`${ARCHIVE_MEDIAS}.manifeste`, 'utf8');
      await writeFile(`${ARCHIVE_MEDIAS}.manifeste`, manifest.replaceAll('  ./copies/', '  ./epreuves/'));
      await repack(ARCHIVE_MEDIAS, (folder) => rename(join(folder, 'copies'), join(folder, 'epreuves')));
    },
    said: /absents de l’archive des médias : copies\//,
    first: true,
  },
  {
    what: 'the manifest is an empty file',
    make: (copy) => truncate(`${copy.ARCHIVE_MEDIAS}.manifeste`, 0),
    said: /^\s*│ ?< \.\//m,
  },
];

/** Every damage, with sums that agree with it when it is older than they are. */
export const damages: readonly Damage[] = [
  ...AFTER_THE_SUMS,
  ...BASE.map((damage) => summed(damage, 'ARCHIVE')),
  ...MEDIA.map((damage) => summed(damage, 'ARCHIVE_MEDIAS')),
];

function summed(damage: Damage, name: keyof Archives): Damage {
  return {
    ...damage,
    async make(copy) {
      await damage.make(copy);
      await sumAnew(copy[name]);
    },
  };
}

function dumped(what: string, words: readonly string[], said: RegExp): Damage {
  return { what: `the base: ${what}`, said, make: (copy) => withBase(copy, '', (base) => dump(copy, base, words)) };
}

function changed(what: string, sql: string, said: RegExp, first?: true): Damage {
  const make = (copy: Copy) => withBase(copy, sql, (base) => dump(copy, base, ['--format=custom']));
  return { what: `the base: ${what}`, said, make, ...(first && { first }) };
}

/** What a query gives is executed in its turn. */
function drop(query: string): string {
  return `${query} \\gexec`;
}

/** A base made of the archive, changed, and removed afterwards. */
async function withBase(copy: Copy, sql: string, use: (base: string) => Promise<unknown>): Promise<void> {
  const base = 'abimee';
  await inDb(copy, ['createdb', '--template', 'template0', base]);
  try {
    await inDb(copy, ['pg_restore', '--exit-on-error', '--dbname', base], await readFile(copy.ARCHIVE));
    await inDb(copy, ['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '--dbname', base], sql);
    await use(base);
  } finally {
    await inDb(copy, ['dropdb', base]);
  }
}

async function dump(copy: Copy, base: string, words: readonly string[]): Promise<void> {
  // Through base64: what is captured is text.
  const { stdout } = await inDb(copy, ['sh', '-c', 'pg_dump "$@" | base64', 'sh', '--dbname', base, ...words]);
  await writeFile(copy.ARCHIVE, Buffer.from(stdout, 'base64'));
}

async function inDb({ drill }: Copy, words: readonly string[], input: string | Buffer = '') {
  const called = await drill.platform.machine.service('db', words, input);
  if (called.exitCode !== 0) throw new Error(`${words.join(' ')}: ${called.stderr}`);
  return called;
}

function repacked(
  what: string,
  change: (folder: string, files: readonly string[]) => Promise<unknown>,
  said: RegExp,
  first?: true,
): Damage {
  const make = ({ ARCHIVE_MEDIAS }: Copy) => repack(ARCHIVE_MEDIAS, change);
  return { what: `the media: ${what}`, said, make, ...(first && { first }) };
}

/** Extracts the archive aside, changes it, and archives the files of the manifest in their order, then the others. */
async function repack(archive: string, change: (folder: string, files: readonly string[]) => Promise<unknown>) {
  const folder = await mkdtemp(join(tmpdir(), 'medias-'));
  try {
    await execa('tar', ['-xpf', archive, '-C', folder]);
    await change(
      folder,
      (await listed(archive)).filter((name) => name.startsWith('./copies/')),
    );
    const { stdout } = await execa('find', ['.', '-mindepth', '1', '!', '-type', 'd'], { cwd: folder });
    const there = new Set(stdout.split('\n'));
    const known = await listed(archive);
    const names = [...known.filter((name) => there.has(name)), ...[...there].filter((name) => !known.includes(name))];
    await execa('tar', ['-cf', archive, '-C', folder, '-T', '-'], { input: `${names.join('\n')}\n` });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The names of the manifest, in its order. */
async function listed(archive: string): Promise<readonly string[]> {
  return (await readFile(`${archive}.manifeste`, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(66));
}

/** One more file, under a name that tar would write outside its folder. */
function renamed(what: string, start: string, first?: true): Damage {
  return {
    what: `the media: ${what}`,
    async make({ ARCHIVE_MEDIAS }) {
      const folder = await mkdtemp(join(tmpdir(), 'medias-'));
      await writeFile(join(folder, 'intrus.pdf'), 'intrus');
      const name = `s,^,${start},`;
      await execa('tar', ['-rf', ARCHIVE_MEDIAS, '-P', '--transform', name, '-C', folder, 'intrus.pdf']);
      await rm(folder, { recursive: true });
    },
    said: new RegExp(`< ${start.replaceAll('.', '\\.')}intrus\\.pdf`),
    ...(first && { first }),
  };
}
