import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectNeedles } from '../../runbook-runner/src/mask/needles.ts';
import { openStepOutput } from '../../runbook-runner/src/run/output.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('letters that may begin a secret are held back, and their line is not cut by the other output meanwhile', () => {
  const { output, logged, shown, compared } = opened();
  output.write('stderr', bytes('sha256sum: x.tar: No such file or directory'));
  output.write('stdout', bytes('x.tar: FAILED open or read\n'));
  output.write('stderr', bytes('\n'));
  output.end();
  expect(logged()).toBe('sha256sum: x.tar: No such file or directory\nx.tar: FAILED open or read\n');
  expect(shown()).toBe(logged());
  expect(compared()).toBe('x.tar: FAILED open or read\n');
  output.close();
});

test('a secret in two pieces reaches neither the log nor the screen nor what is compared', () => {
  const { output, logged, shown, compared } = opened();
  output.write('stdout', bytes('parfum : yoghourt'));
  output.write('stderr', bytes('attention\n'));
  output.write('stdout', bytes('-99-vanille.\n'));
  output.end();
  expect(logged()).toBe('parfum : ***.\nattention\n');
  expect(shown()).toBe(logged());
  expect(compared()).toBe('parfum : ***.\n');
  expect(output.masked()).toBe(1);
  output.close();
});

test('half of a secret is not what a command says of its failure, when the other half came from its other output', () => {
  const secrets = new Map([
    ['SECRET', 'yoghourt-99-va'],
    ['AUTRE', 't-99-vanille-9'],
  ]);
  const { output, logged } = opened(secrets);
  // Both may begin a secret, and are too short to be hidden alone.
  output.write('stdout', bytes('yoghour'));
  output.write('stderr', bytes('t-99-va'));
  output.end();
  expect(logged()).toBe('******');
  expect(output.ownError()).toEqual(['***']);
  output.close();
});

function opened(secrets = new Map([['SECRET', 'yoghourt-99-vanille']])) {
  const log = join(folder, '01-etape-1.log');
  const shown: string[] = [];
  const stdout: string[] = [];
  const output = openStepOutput(log, collectNeedles(secrets), {
    show: (text) => shown.push(text),
    compare: (text) => stdout.push(text),
  });
  output.begin();
  return {
    output,
    logged: () => readFileSync(log, 'utf8'),
    shown: () => shown.join(''),
    compared: () => stdout.join(''),
  };
}

const bytes = (text: string) => Buffer.from(text);
