import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mergeLines } from '../../runbook-runner/src/run/merge-lines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a line that comes in pieces is not cut by the other output', () => {
  const { lines, shown } = merged();
  lines.write('stderr', bytes('sha256sum: x.tar: No such file or director'));
  lines.write('stdout', bytes('x.tar: FAILED open or read\n'));
  lines.write('stderr', bytes('y\nWARNING: 1 '));
  lines.write('stderr', bytes('file\n'));
  expect(shown()).toBe('sha256sum: x.tar: No such file or directory\nx.tar: FAILED open or read\nWARNING: 1 file\n');
});

test('each output may end in the middle of a line, and nothing is lost', () => {
  const { lines, shown } = merged();
  lines.write('stdout', bytes('Export'));
  lines.write('stderr', bytes('attention'));
  lines.write('stdout', bytes(' fini'));
  expect(shown()).toBe('Export fini');
  lines.end();
  expect(shown()).toBe('Export finiattention');
});

test('a progress without line feed hides the other output for a tenth of a second only', () => {
  const { lines, shown } = merged();
  lines.write('stdout', bytes('Export… '));
  lines.write('stderr', bytes('pg_dump: error\n'));
  vi.advanceTimersByTime(99);
  expect(shown()).toBe('Export… ');
  vi.advanceTimersByTime(1);
  expect(shown()).toBe('Export… pg_dump: error\n');
  lines.write('stdout', bytes('60 %\n'));
  expect(shown()).toBe('Export… pg_dump: error\n60 %\n');
});

test('once stopped nothing goes out', () => {
  const { lines, shown } = merged();
  lines.write('stdout', bytes('Export… '));
  lines.write('stderr', bytes('erreur\n'));
  lines.stop();
  vi.advanceTimersByTime(1000);
  expect(shown()).toBe('Export… ');
});

function merged() {
  let text = '';
  const lines = mergeLines((chunk) => {
    text += Buffer.from(chunk).toString('utf8');
  });
  return { lines, shown: () => text };
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}
