import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../runbook-runner/src/machine/local/local-session.ts';
import { newFolder, newSession, run, said } from './in-session.ts';

test('the session keeps its files to itself, and the step keeps its own umask', async () => {
  const { session, options } = await newSession();
  await run(session, 'A=1');
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  expect(mode(options.dir)).toBe('700');
  expect(mode(session.stateFile)).toBe('600');
  expect(mode(join(options.dir, 'state.sh'))).toBe('600');
  expect(mode(join(options.dir, 'scripts', 'etape.sh'))).toBe('600');
  expect((await run(session, 'umask')).stdout.trim()).toBe(process.umask().toString(8).padStart(4, '0'));
});

test('killed at any moment, the runner leaves the state of a step that ended, whole, and never an older one than it reported', async () => {
  const { options } = await newSession();
  const program = new URL('../fixtures/machine/counter.ts', import.meta.url).pathname;
  let reported = 0;
  for (const more of [1, 2, 4, 7, 11]) {
    const runner = spawn(process.execPath, [program, options.dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(runner, 'exit');
    const start = reported;
    for await (const chunk of runner.stdout) {
      reported = Number(String(chunk).trim().split('\n').at(-1));
      // Then it is somewhere in the step after: not always at the same place.
      if (reported >= start + more) runner.kill('SIGKILL');
    }
    await exit;
    const session = await openSession(options);
    const { stdout } = await run(session, 'echo $N ${#LIST[@]}');
    const [number = 0, length] = stdout.trim().split(' ').map(Number);
    expect(number).toBe(length);
    expect(number).toBeGreaterThanOrEqual(reported);
    expect(number).toBeLessThanOrEqual(reported + 2);
    reported = number;
  }
});

test('the state file is replaced, never written over: who has the old one open still reads all of it', async () => {
  const { session } = await newSession();
  await run(session, 'A=1');
  const before = readFileSync(session.stateFile, 'utf8');
  const old = openSync(session.stateFile, 'r');
  await run(session, 'A=2');
  expect(readFileSync(session.stateFile, 'utf8')).not.toBe(before);
  expect(readFileSync(old, 'utf8')).toBe(before);
  closeSync(old);
});

test('the state file is on the disk, whole, before it has its name, and its name before the step is said to be over', () => {
  const folder = newFolder();
  const trace = join(folder, 'trace');
  const writer = join(import.meta.dirname, '../fixtures/machine/state-writer.ts');
  const options = ['-f', '-y', '-o', trace, '--trace=write,fsync,rename'];
  execFileSync('strace', [...options, process.execPath, writer, join(folder, 'state.json')]);
  const calls = readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [call = ''] = /^\d+ +\w+\((?:\d+<[^>]*>|[^)]*)/.exec(line.replaceAll(folder, '.')) ?? [];
      const said = line.includes('"written') ? ['written'] : [];
      return call.includes('./state.json') || call.includes('<.>')
        ? [call.replace(/^\d+ +/, '').replace(/\(\d+/, '(')]
        : said;
    });
  expect(calls).toEqual([
    'write(<./state.json.new>',
    'fsync(<./state.json.new>',
    'rename("./state.json.new", "./state.json"',
    'fsync(<.>',
    'written',
  ]);
});

test('a damaged state is refused, and nothing of it is executed', async () => {
  const { session, options } = await newSession();
  await run(session, 'A=1');
  writeFileSync(session.stateFile, readFileSync(session.stateFile, 'utf8').replace('A=', 'B='));
  await expect(openSession(options)).rejects.toThrow(
    `L’état de la session est abîmé : ${session.stateFile} n’a pas la somme de contrôle attendue. Il ne sera pas exécuté. ` +
      'Remettez le fichier tel qu’il était, ou commencez une nouvelle exécution.',
  );
});

test('a state that is cut short is refused', async () => {
  const { session, options } = await newSession();
  await run(session, 'A=1');
  writeFileSync(session.stateFile, readFileSync(session.stateFile).subarray(0, -20));
  await expect(openSession(options)).rejects.toThrow('est abîmé');
});

test('a state that cannot be read is refused with its cause', async () => {
  const { session, options } = await newSession();
  mkdirSync(session.stateFile);
  await expect(openSession(options)).rejects.toThrow(
    `L’état de la session est illisible : ${session.stateFile} (c’est un dossier, EISDIR).`,
  );
});

test('a step whose text or state cannot be written does not begin, and loses nothing', async () => {
  const { session, options, home } = await newSession();
  const refused = async () => said((await run(session, 'touch trace')).execution);
  await run(session, 'A=1');
  mkdirSync(join(options.dir, 'state.sh.new'));
  expect(await refused()).toEqual([`${options.dir}/state.sh ne peut pas être écrit (c’est un dossier, EISDIR)`]);
  rmSync(join(options.dir, 'state.sh.new'), { recursive: true });
  rmSync(join(options.dir, 'scripts'), { recursive: true });
  expect(await refused()).toEqual([
    `${options.dir}/scripts/etape.sh ne peut pas être écrit (le chemin n’existe pas, ENOENT)`,
  ]);
  mkdirSync(join(options.dir, 'scripts'));
  expect((await run(session, 'echo "$A"')).stdout).toBe('1\n');
  expect(existsSync(join(home, 'trace'))).toBe(false);
});

test('without pipes for its output a step does not begin', async () => {
  const { session, options } = await newSession({ bash: '/bin/bash', env: { PATH: '/nowhere' } });
  const { execution } = await run(session, 'true');
  expect(said(execution)).toEqual([
    `des tubes ne peuvent pas être créés dans ${options.dir}/pipes (le chemin n’existe pas, ENOENT)`,
  ]);
});

test('when no more pipes can be made a step does not begin, and nothing of it is left open', async () => {
  const tools = newFolder();
  writeFileSync(
    join(tools, 'mkfifo'),
    '#!/bin/sh\n[ ! -e "$0.full" ] && exec /usr/bin/mkfifo "$@"\necho full >&2\nexit 1\n',
    {
      mode: 0o755,
    },
  );
  const { session, options } = await newSession({ bash: '/bin/bash', env: { PATH: `${tools}:/usr/bin:/bin` } });
  await run(session, 'true');
  writeFileSync(join(tools, 'mkfifo.full'), '');
  const open = () => readdirSync('/proc/self/fd').length;
  let before = open();
  let { execution } = await run(session, 'true');
  while (execution.outcome !== 'not-started') {
    before = open();
    ({ execution } = await run(session, 'true'));
  }
  expect(said(execution)).toEqual([`des tubes ne peuvent pas être créés dans ${options.dir}/pipes (full)`]);
  expect(open()).toBe(before);
});

test('a folder that others can enter is refused: what is in it is executed', async () => {
  const { options } = await newSession();
  chmodSync(options.dir, 0o755);
  await expect(openSession(options)).rejects.toThrow(
    `Le dossier de session doit être à ce compte et lisible de lui seul (0700), or ${options.dir} est ouvert à d’autres comptes (mode 0755). Refermez-le (chmod 700 ${options.dir}) ou commencez une nouvelle exécution.`,
  );
});

test('a session whose folder cannot be made says where and why', async () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  await expect(newSession({ dir: join(file, 'session') })).rejects.toThrow(
    `Le dossier de session ${join(file, 'session')} ne peut pas être créé (une partie du chemin n’est pas un dossier, ENOTDIR). Vérifiez le chemin, les droits et la place disponible.`,
  );
});

test('a bash that is missing or too old is refused', async () => {
  await expect(newSession({ bash: '/nowhere/bash' })).rejects.toThrow(
    'bash ne s’exécute pas : /nowhere/bash (le chemin n’existe pas, ENOENT).',
  );
  const old = join(newFolder(), 'bash');
  writeFileSync(old, '#!/bin/sh\necho "3.2.57(1)-release"\n', { mode: 0o755 });
  await expect(newSession({ bash: old })).rejects.toThrow(
    `bash est trop ancien : ${old} annonce la version « 3.2.57(1)-release », il faut 5.0 ou plus récent.`,
  );
});

test('a state that cannot be written is said, and the state before it remains', async () => {
  const { session } = await newSession();
  await run(session, 'A=1');
  mkdirSync(`${session.stateFile}.new`);
  const { execution } = await run(session, 'A=2');
  expect(execution).toMatchObject({
    outcome: 'exited',
    status: 0,
    state: { kept: false, reason: `l’état n’a pas pu être écrit dans ${session.stateFile} (c’est un dossier, EISDIR)` },
  });
  expect((await run(session, 'echo $A')).stdout).toBe('1\n');
});

test('what the environment says about how bash starts does not get round the gate', async () => {
  const { session } = await newSession({
    env: {
      PATH: process.env.PATH ?? '',
      POSIXLY_CORRECT: '1',
      BASH_ENV: '/dev/null',
      SHELLOPTS: 'posix',
      'BASH_FUNC_builtin%%': '() { :; }',
    },
    variables: new Map([['V', 'value']]),
  });
  const { execution, stdout } = await run(session, 'echo $V');
  expect(stdout).toBe('value\n');
  expect(execution).toMatchObject({ outcome: 'exited', state: { kept: true } });
});

test('two steps at once in one session are a mistake of the caller', async () => {
  const { session } = await newSession();
  const first = run(session, 'sleep 0.1');
  await expect(run(session, ':')).rejects.toThrow('one step at a time');
  await first;
});
