import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Archives, Platform } from '../test/e2e/platform.ts';
import { chosen, openPlatform, succeeded } from '../test/e2e/platform.ts';

// The time of a whole restoration on the native sandbox, nobody asked anything, and how much of it is not `pg_restore` and
// `tar` themselves: both alone, on the same archives, in the same run. A measure, not a promise.
//   npm run bench:restoration -- 3000 100000
const EXAMS = 15;

for (const copies of process.argv.slice(2).map(Number)) {
  if (!(copies >= EXAMS)) throw new Error(`${copies}: expected a number of copies, ${EXAMS} at least`);
  const platform = await openPlatform();
  try {
    await platform.sandbox('up');
    await refill(platform, Math.round(copies / EXAMS));
    console.log(await measure(platform, await platform.backUp()));
  } finally {
    await platform.close();
  }
}

/** In the place of the seeded data, those of more students: a copy for each exam. */
async function refill({ machine }: Platform, students: number): Promise<void> {
  const done = async (called: ReturnType<typeof machine.manage>) => {
    const { exitCode, stderr } = await called;
    if (exitCode !== 0) throw new Error(stderr);
  };
  await done(machine.manage(['flush', '--no-input']));
  await done(machine.service('backend', ['sh', '-c', 'find "$1" -mindepth 1 -delete', 'sh', await machine.mediaDir()]));
  const password = async (name: string) => (await readFile(join(machine.dir, 'secrets', name), 'utf8')).trim();
  const passwords = { administration: await password('administration'), verification: await password('verification') };
  await done(machine.manage(['seed', '--students', String(students)], JSON.stringify(passwords)));
}

async function measure(platform: Platform, archives: Archives): Promise<string> {
  const { machine, place, run } = platform;
  const reports = join(place.folder, 'rapports');
  const files = await machine.service('backend', ['sh', '-c', 'find "$1" -type f | wc -l', 'sh', await machine.mediaDir()]);
  const whole = await seconds(async () => {
    succeeded(await run('restauration-complete', ...chosen(archives), '--report', reports));
  });
  const service = (name: string, words: readonly string[], inputFile: string) =>
    execa(join(machine.dir, 'bin', name), words, { inputFile });
  await machine.service('db', ['createdb', '--template', 'template0', 'a_part']);
  const words = ['pg_restore', '--exit-on-error', '--single-transaction', '--dbname', 'a_part'];
  const load = await seconds(() => service('db', words, archives.ARCHIVE));
  const extract = await seconds(() =>
    service(
      'backend',
      ['sh', '-c', 'mkdir "$1/.a-part" && tar -x -p -f - -C "$1/.a-part"', 'sh', await machine.mediaDir()],
      archives.ARCHIVE_MEDIAS,
    ),
  );
  const share = (part: number) => `${((100 * part) / whole).toFixed(0)} %`;
  const steps: readonly Timed[] = JSON.parse(
    await readFile(join(reports, 'restauration-complete.json'), 'utf8'),
  ).entries;
  const longest = steps.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, 8);
  return [
    `${await machine.query('select count(*) from exams_copy')} copies, ${files.stdout} files: restored in ${whole.toFixed(1)} s`,
    `  pg_restore alone ${load.toFixed(1)} s, tar alone ${extract.toFixed(1)} s; all else ${share(whole - load - extract)}`,
    ...longest.map(({ id, durationMs }) => `  ${id}: ${(durationMs / 1000).toFixed(1)} s, ${share(durationMs / 1000)}`),
  ].join('\n');
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

interface Timed {
  readonly id: string;
  readonly durationMs: number;
}
