import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJournal, openJournal, readJournal } from '../../runbook-runner/src/journal/open.ts';
import { at, runStarted } from '../fixtures/journal/records.ts';

const fixtures = join(import.meta.dirname, '../fixtures/journal');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('after kill -9 of its writer', { timeout: 60_000 }, () => {
  it('a journal is readable and holds every record that was acknowledged', async () => {
    for (let round = 1; round <= 24; round++) {
      const path = join(folder, `${round}`, 'journal.jsonl');
      const acknowledged = await killedAfter(path, round * 3);
      const { records } = openJournal(path, { at: at(9) });
      const attempts = records.filter((record) => record.type === 'intent').map((record) => record.attempt);
      expect(attempts.length).toBeGreaterThanOrEqual(acknowledged);
      expect(attempts).toEqual(attempts.map((_, index) => index + 1));
      expect(readJournal(path).warnings).toEqual([]);
    }
  });
});

// strace is a required package of the tests: without it nothing here proves what reaches the disk, and when.
describe('a record is acknowledged only once it is on the disk', { timeout: 60_000 }, () => {
  it('the file and its folders are synced first, in this order', () => {
    const { calls, stdout } = traced([]);
    expect(stdout).toBe('acknowledged 1\nacknowledged 2\nacknowledged 3\n');
    expect(calls).toEqual([
      'mkdir x',
      'mkdir x/y',
      'fsync x',
      'fsync .',
      'open journal O_RDWR|O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC 0600',
      'write journal',
      'fdatasync journal',
      'fsync x/y',
      'acknowledged 1',
      'write journal',
      'fdatasync journal',
      'acknowledged 2',
      'write journal',
      'fdatasync journal',
      'acknowledged 3',
    ]);
  });

  it('a failed fdatasync leaves the run unknown: nothing is tried again, nor written after it', () => {
    const { calls, stdout } = traced(['--inject=fdatasync:error=EIO:when=2']);
    const failure =
      'unwritten: Le journal n’a pas pu être écrit (EIO: i/o error, fdatasync). ' +
      'L’état de l’exécution est inconnu et elle s’arrête ici.\n';
    expect(stdout).toBe(`acknowledged 1\n${failure}${failure}`);
    expect(calls.filter((call) => call === 'write journal')).toHaveLength(2);
    expect(calls.filter((call) => call === 'fdatasync journal')).toHaveLength(2);
  });

  it('a failed fsync of the folder is no success either', () => {
    const { stdout } = traced(['--inject=fsync:error=EIO:when=3']);
    expect(stdout).toMatch(/^unwritten: .*\(EIO: i\/o error, fsync\)/);
  });

  it('a step that fills the disk does not keep its end from being written', () => {
    const [node = '', ...writer] = writerOfThree(join(folder, 'journal.jsonl'));
    const { stdout } = spawnSync(node, [...writer, 'full'], { encoding: 'utf8' });
    expect(stdout).toBe('acknowledged 1\nacknowledged 2\nacknowledged 3\n');
  });

  it('a full disk is told, not taken for a record', () => {
    const path = join(folder, 'x', 'y', 'journal.jsonl');
    const room = firstLineLength() + 100;
    const limited = spawnSync('prlimit', [`--fsize=${room}`, ...writerOfThree(path)], { encoding: 'utf8' });
    expect(limited.stdout).toMatch(/^acknowledged 1\nunwritten: .*(octets écrits sur|EFBIG)/);
    expect(readJournal(path).records).toHaveLength(1);
  });
});

/** Starts the endless writer, kills it once it has acknowledged `count` records, says how many it did. */
function killedAfter(path: string, count: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const writer = spawn(process.execPath, [join(fixtures, 'writer.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('\n').length > count) writer.kill('SIGKILL');
    });
    writer.once('error', reject);
    writer.once('close', () => resolve(output.split('\n').length - 1));
  });
}

function firstLineLength(): number {
  const path = join(folder, 'other', 'journal.jsonl');
  createJournal(path, runStarted).close();
  return statSync(path).size;
}

function writerOfThree(path: string): readonly string[] {
  return [process.execPath, join(fixtures, 'writer-of-three.ts'), path];
}

function traced(options: readonly string[]): { calls: readonly string[]; stdout: string } {
  const trace = join(folder, 'trace');
  const path = join(folder, 'x', 'y', 'journal.jsonl');
  const kinds = '--trace=openat,write,pwrite64,fsync,fdatasync,mkdir';
  const argv = ['-f', '-y', '-s', '40', '-o', trace, kinds, ...options, ...writerOfThree(path)];
  const run = spawnSync('strace', argv, { encoding: 'utf8' });
  if (run.error !== undefined)
    throw new Error('strace is needed by this test: apt-get install strace', { cause: run.error });
  return { calls: readFileSync(trace, 'utf8').split('\n').flatMap(callsOf), stdout: run.stdout };
}

// "write journal", "acknowledged 2"… of one line of the trace; nothing when it is not about the journal.
function callsOf(line: string): readonly string[] {
  const short = line.replaceAll(`${folder}/`, '').replaceAll(folder, '.').replaceAll('x/y/journal.jsonl', 'journal');
  const call = /^\d+ +(\w+)\((.*)$/.exec(short);
  if (call === null) return [];
  const [, name, rest = ''] = call;
  const opened = /"journal", (\S+), (\d+)\)/.exec(rest);
  if (name === 'openat') return opened === null ? [] : [`open journal ${opened[1]} ${opened[2]}`];
  if (name === 'mkdir') return rest.includes(' = 0') ? [`mkdir ${/"(.*?)"/.exec(rest)?.[1]}`] : [];
  const said = /"(acknowledged \d)/.exec(rest);
  if (said !== null) return [said[1] as string];
  const on = /^\d+<(\.|x|x\/y|journal)>/.exec(rest);
  return on === null ? [] : [`${name === 'pwrite64' ? 'write' : name} ${on[1]}`];
}
