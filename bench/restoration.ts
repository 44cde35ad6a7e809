import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archives, Platform } from '../test/e2e/platform.ts';
import { chosen, openPlatform, succeeded } from '../test/e2e/platform.ts';

// The time of a whole restoration, nobody asked anything, how long users see it closed, and how much of it is not `pg_restore`
// and `tar` themselves: both alone, on the same archives, in the same run. A measure, not a promise.
//   npm run bench:restoration -- native 3000 100000
//   npm run bench:restoration -- compose 3000
const EXAMS = 15;
const [topology, ...sizes] = process.argv.slice(2);
if (topology !== 'native' && topology !== 'compose') throw new Error(`${topology}: expected native or compose`);

for (const copies of sizes.map(Number)) {
  if (!(copies >= EXAMS)) throw new Error(`${copies}: expected a number of copies, ${EXAMS} at least`);
  const platform = await openPlatform(topology);
  try {
    await platform.sandbox('up');
    await refill(platform, Math.round(copies / EXAMS));
    const tick = startTicking(platform);
    const archives = await platform.backUp();
    const crash = await tick.stop();
    console.log(await measure(platform, archives));
    console.log(`  lost, of what was written until the end of the backup: ${await lostSince(platform, crash)}`);
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
  const files = await machine.service('backend', [
    'sh',
    '-c',
    'find "$1" -type f | wc -l',
    'sh',
    await machine.mediaDir(),
  ]);
  const whole = await seconds(async () => {
    succeeded(await run('restauration-complete', ...chosen(archives), '--report', reports));
  });
  const alone = (name: string, words: readonly string[], file: string) =>
    seconds(async () => {
      const { exitCode, stderr } = await machine.service(name, words, await readFile(file));
      if (exitCode !== 0) throw new Error(stderr);
    });
  await machine.service('db', ['createdb', '--template', 'template0', 'a_part']);
  const words = ['pg_restore', '--exit-on-error', '--single-transaction', '--dbname', 'a_part'];
  const load = await alone('db', words, archives.ARCHIVE);
  const aside = 'cd "$1" && mkdir .a-part && tar -x -p -f - -C .a-part';
  const extract = await alone('backend', ['sh', '-c', aside, 'sh', await machine.mediaDir()], archives.ARCHIVE_MEDIAS);
  const share = (part: number) => `${((100 * part) / whole).toFixed(0)} %`;
  const steps: readonly Timed[] = JSON.parse(
    await readFile(join(reports, 'restauration-complete.json'), 'utf8'),
  ).entries;
  const at = (id: string) => steps.findIndex((step) => step.id === id);
  const closed = steps
    .slice(at('arreter-application'), at('rouvrir') + 1)
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
  const longest = steps.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, 8);
  return [
    `${await machine.query('select count(*) from exams_copy')} copies, ${files.stdout} files: restored in ${whole.toFixed(1)} s, closed for ${(closed / 1000).toFixed(1)} s`,
    `  pg_restore alone ${load.toFixed(1)} s, tar alone ${extract.toFixed(1)} s; all else ${share(whole - load - extract)}`,
    ...longest.map(({ id, durationMs }) => `  ${id}: ${(durationMs / 1000).toFixed(1)} s, ${share(durationMs / 1000)}`),
  ].join('\n');
}

/** Somebody who writes a row and a file, again and again, named after the time in milliseconds. */
function startTicking({ machine }: Platform) {
  let working = true;
  const write = async () => {
    const media = await machine.mediaDir();
    while (working) {
      await machine.query(`insert into auth_group (name) values ('tic ${Date.now()}')`);
      await machine.service('backend', ['sh', '-c', 'echo > "$1/tic-$2"', 'sh', media, String(Date.now())]);
    }
  };
  const ended = write();
  return {
    /** @returns when the last thing was written. */
    async stop(): Promise<number> {
      working = false;
      await ended;
      return Date.now();
    },
  };
}

async function lostSince({ machine }: Platform, crash: number): Promise<string> {
  const row = await machine.query("select max(name) from auth_group where name like 'tic %'");
  const list = 'cd "$1" && printf "%s\\n" tic-* | sort | tail -n 1';
  const { stdout: file } = await machine.service('backend', ['sh', '-c', list, 'sh', await machine.mediaDir()]);
  const age = (name: string) => ((crash - Number(name.slice(4))) / 1000).toFixed(1);
  return `${age(row)} s of rows, ${age(file)} s of files`;
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
