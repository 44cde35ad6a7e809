import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder } from '../support/remove-folder.ts';
import { openCampaign } from '../support/seeded.ts';
import type { PlantedFault } from './planted-faults.ts';
import { plantedFaults } from './planted-faults.ts';

// Each fault of planted-faults.ts is planted in a copy of the project: the test that it names must redden. Reduced: the
// texts to patch are there, and one fault. Whole, or those whose name begins so:
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/campaign/planted
//   RUNBOOK_FAULTS=lock,settle npx vitest run test/campaign/planted
const only = process.env.RUNBOOK_FAULTS?.split(',');
const { whole } = openCampaign();
const quick = plantedFaults.filter(({ name }) => name === 'capture: half of one is taken for a whole');
const chosen = only
  ? plantedFaults.filter(({ name }) => only.some((word) => name.startsWith(word)))
  : whole
    ? plantedFaults
    : quick;

const project = join(import.meta.dirname, '../..');
let copy: string;
const seen: string[] = [];
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'planted-'));
  // Tests of several accounts go through it.
  chmodSync(copy, 0o755);
  for (const name of ['runbook-runner', 'sandbox', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    const filter = (path: string): boolean => !/\/(node_modules|dist)$/.test(path);
    cpSync(join(project, name), join(copy, name), { recursive: true, filter });
  }
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(async () => {
  await removeFolder(copy);
  console.log(`planted faults: ${seen.length} of ${plantedFaults.length}\n${seen.join('\n')}`);
});

test('the text that each patches stands in its file exactly once', () => {
  const gone = plantedFaults.filter(
    ({ file, text }) => readFileSync(join(project, 'runbook-runner', file), 'utf8').split(text).length !== 2,
  );
  expect(gone.map(({ name }) => name)).toEqual([]);
  expect(plantedFaults.length).toBeGreaterThanOrEqual(30);
});

test.each(chosen)('$name: $test reddens', async (fault) => {
  const file = join(copy, 'runbook-runner', fault.file);
  const sound = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    sound.replace(fault.text, () => fault.planted),
  );
  try {
    const { red, endless } = await failingTests(fault);
    const why = red[0] ?? (endless ? 'it never ends, which proves nothing' : 'nothing fails');
    seen.push(`${red.length > 0 ? 'red     ' : 'SURVIVES'}  ${fault.name}  (${fault.test}: ${why})`);
    expect(red).not.toEqual([]);
  } finally {
    writeFileSync(file, sound);
  }
});

/** Titles of the tests that fail: one that cannot be loaded at all proves nothing. */
async function failingTests({ test: file, only: name }: PlantedFault): Promise<Tested> {
  const written = join(copy, 'test-report.json');
  const temporary = join(copy, 'tmp');
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  rmSync(written, { force: true });
  const argv = ['run', file, '--bail=1', ...(name ? ['--testNamePattern', name] : [])];
  const running = execa(join(project, 'node_modules/.bin/vitest'), argv, {
    cwd: copy,
    detached: true,
    // What its tests start and make is in the copy, and ends with it.
    env: {
      TMPDIR: temporary,
      RUNBOOK_CAMPAIGN: file.includes('/kill') ? '0.03' : undefined,
      RUNBOOK_FAULTS: undefined,
    },
    reject: false,
    stdin: 'ignore',
  });
  // A fault may make its test turn for ever, in a process of its own.
  let endless = false;
  const timer = setTimeout(() => {
    endless = true;
    process.kill(-(running.pid as number), 'SIGKILL');
  }, LONGEST_MS);
  await running;
  clearTimeout(timer);
  await removeFolder(temporary);
  if (endless || !existsSync(written)) return { red: [], endless };
  const report = JSON.parse(readFileSync(written, 'utf8')) as VitestReport;
  const red = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ status, title }) => (status === 'failed' ? [title] : [])),
  );
  return { red, endless };
}

interface Tested {
  readonly red: readonly string[];
  /** It was ended after `LONGEST_MS`: so slow a machine would prove any fault. */
  readonly endless: boolean;
}

const LONGEST_MS = 240_000;

interface VitestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}
