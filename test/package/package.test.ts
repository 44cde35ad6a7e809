import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localTarget, output, page, step } from '../support/runbook-cli.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const runner = join(repository, 'runbook-runner');
/** The oldest Node the package promises to work with, from npm as the project's own is. */
const NODE_22 = `node-linux-${process.arch}@22.23.3`;

let folder: string;
let packed: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-package-'));
  // What an earlier build left behind must not be published.
  await mkdir(join(runner, 'dist'), { recursive: true });
  await writeFile(join(runner, 'dist/perime.js'), '');
  const { stdout } = await npm(
    repository,
    'pack',
    '--workspace',
    'runbook-runner',
    '--pack-destination',
    folder,
    '--json',
  );
  const { filename, files } = firstOf(stdout);
  packed = files.map(({ path }) => path);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await npm(folder, 'install', `./${filename}`);
  await npm(folder, 'install', '--prefix', join(folder, 'node-22'), NODE_22);
  await writeFile(join(folder, 'targets.yaml'), localTarget);
  await writeFile(join(folder, 'saluer.md'), page('saluer', body));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const body = [
  step('step="choisir"', 'NOM="le monde"'),
  step('check="saluer"', 'echo "Bonjour $NOM"'),
  output('saluer', 'Bonjour le monde'),
].join('\n');

test('the tarball holds compiled JavaScript with its types, the prelude, a README and the licence, and nothing else', async () => {
  const sources = await readdir(join(runner, 'src'), { recursive: true });
  const compiled = sources
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => ['.js', '.d.ts'].map((extension) => `dist/${path.replace(/\.ts$/, extension)}`));
  expect(packed.toSorted()).toEqual(
    ['LICENSE', 'README.md', 'bin/runbook', 'package.json', 'shell/prelude.sh', ...compiled].toSorted(),
  );
});

describe.each([
  ['Node 22', () => join(folder, 'node-22/node_modules/.bin')],
  ['the Node of the project', () => dirname(process.execPath)],
])('installed in an empty folder, with %s', (name, nodeFolder) => {
  const runbook = (...words: readonly string[]) => call(nodeFolder(), 'runbook', words);

  test('that Node is the one that runs', async () => {
    const { stdout } = await call(nodeFolder(), 'node', ['--version']);
    expect(stdout).toMatch(name === 'Node 22' ? /^v22\./ : /^v24\./);
  });

  test('says its version and its help', async () => {
    const { version } = JSON.parse(await readFile(join(runner, 'package.json'), 'utf8')) as { version: string };
    expect(await runbook('--version')).toEqual({ status: 0, stdout: version, stderr: '' });
    expect(await runbook('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage : runbook') });
  });

  test('checks a runbook, and finds what is wrong with another', async () => {
    expect(await runbook('check', 'saluer.md')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('1 runbook'),
    });
    await writeFile(join(folder, 'faux.md'), page('faux', step('step="un" danegr="rien"', 'true')));
    const { status, stdout, stderr } = await runbook('check', 'faux.md');
    expect(status).toBe(2);
    expect(stdout + stderr).toContain('« danger »');
  });

  test('runs a runbook: a value lasts from one step to the next, the expected output is compared', async () => {
    const { status, stdout } = await runbook('run', 'saluer.md');
    expect(stdout).toContain('2 étapes réussies');
    expect(status).toBe(0);
  });

  test('gives its types and functions as a library', async () => {
    const script = `import { parseRunbook, judge, version } from 'runbook-runner';
      const { runbook } = await parseRunbook(process.argv[1], 'saluer.md');
      const { risk } = await judge('psql -c "drop table copies"', { services: 'any', constants: new Map() });
      console.log(runbook.steps.length, risk, typeof version);`;
    const source = await readFile(join(folder, 'saluer.md'), 'utf8');
    const called = await call(nodeFolder(), 'node', ['--input-type=module', '-e', script, '--', source]);
    expect(called).toEqual({ status: 0, stdout: '2 critical string', stderr: '' });
  });
});

describe('another program, through the library alone', () => {
  const example = join(repository, 'test/fixtures/package/library.ts');

  beforeAll(async () => {
    await writeFile(join(folder, 'library.ts'), await readFile(example, 'utf8'));
    const disposable = '    kind: local\n    ephemeral: { up: ["true"], reset: ["true"], down: ["true"] }\n';
    await writeFile(
      join(folder, 'library-targets.yaml'),
      `${localTarget}  jetable:\n    description: Un dossier jetable.\n${disposable}`,
    );
  });

  test('reads, checks, plans, runs with its own operator and view, and verifies', async () => {
    const called = await call(dirname(process.execPath), 'node', ['library.ts']);
    expect(called).toMatchObject({ status: 0, stderr: '' });
    expect(called.stdout.split('\n')).toEqual([
      'problems 0',
      'plan choisir safe, saluer safe',
      'began saluer',
      'ended choisir succeeded',
      'ended saluer succeeded',
      'report succeeded succeeded succeeded',
      'began saluer',
      'ended choisir succeeded',
      'ended saluer succeeded',
      'verified succeeded',
      'refused la cible « ici » n’est pas jetable : rien n’y est exécuté pour vérifier',
    ]);
  });

  test('is compiled against the types, strictly', () => compiles('library.ts'));
});

test('the site and the demonstration use no other door of the runner', async () => {
  const { stdout } = await execa(
    'git',
    ['grep', '-nE', 'runbook-runner/src/', '--', 'src', 'demo', 'astro.config.mjs'],
    {
      cwd: repository,
      reject: false,
    },
  );
  expect(stdout.split('\n').filter((line) => line !== '' && !line.includes('runbook-runner/src/index.ts'))).toEqual([]);
});

test('a TypeScript project compiles against its types, strictly', async () => {
  await writeFile(
    join(folder, 'reader.ts'),
    `import { parseRunbook, type Runbook, type Verdict } from 'runbook-runner';
export const stepsOf = (runbook: Runbook): readonly string[] => runbook.steps.map(({ id }) => id);
export const read = async (text: string): Promise<Runbook | null> => (await parseRunbook(text, 'a.md')).runbook;
// @ts-expect-error: a verdict has no such risk
export const wrong: Verdict['risk'] = 'harmless';
`,
  );
  await compiles('reader.ts');
});

async function compiles(file: string): Promise<void> {
  const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2024'];
  const types = ['--types', 'node', '--typeRoots', join(repository, 'node_modules/@types')];
  const { exitCode, stdout } = await execa(
    process.execPath,
    [join(repository, 'node_modules/typescript/bin/tsc'), ...options, ...types, file],
    { cwd: folder, reject: false },
  );
  expect(stdout).toBe('');
  expect(exitCode).toBe(0);
}

/** A command of the folder where the package is installed. */
async function call(nodeFolder: string, command: string, words: readonly string[]) {
  const PATH = [nodeFolder, join(folder, 'node_modules/.bin'), process.env.PATH].join(':');
  const env = {
    PATH,
    XDG_STATE_HOME: join(folder, 'state'),
    RUNBOOK_LOCK_FOLDER: join(folder, 'locks'),
    RUNBOOK_OPERATORS_FOLDER: join(folder, 'operators'),
    NO_COLOR: '1',
  };
  const { exitCode, stdout, stderr } = await execa(command, words, {
    cwd: folder,
    env,
    reject: false,
    stdin: 'ignore',
  });
  return { status: exitCode, stdout, stderr };
}

/** npm as a user calls it: not told by the `npm test` around it where the project is. */
async function npm(cwd: string, ...words: readonly string[]) {
  return execa('npm', [...words, '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd,
    env: { npm_config_local_prefix: undefined, INIT_CWD: undefined },
  });
}

// npm pack prints an array, or from npm 12 an object by package name.
function firstOf(json: string): { readonly filename: string; readonly files: readonly { readonly path: string }[] } {
  const [first] = Object.values(JSON.parse(json.slice(json.search(/^[[{]/m))));
  return first as ReturnType<typeof firstOf>;
}
