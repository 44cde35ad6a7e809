import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJournal } from '../runbook-runner/src/journal/open.ts';
import type { JournalRecord, RunStarted } from '../runbook-runner/src/journal/record.ts';

// What the three records of a no-op step cost, each durable, against three bare writes of the same size with fdatasync.
// The folder is the first argument (its disk decides), or the temporary folder. Median of 300 steps.
const STEPS = 300;
const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'bench-journal-'));
const at = '2026-11-21T03:15:02.000Z';
const step = { step: 'exporter-base', attempt: 1, at };
const records: readonly JournalRecord[] = [
  {
    type: 'intent',
    ...step,
    n: 1,
    textSha256: 'c'.repeat(64),
    risk: 'change',
    confirmation: { kind: 'none' },
  },
  {
    type: 'started',
    ...step,
    process: { pid: 4242, startTime: '777', bootId: 'b'.repeat(36), marker: `RBR_STEP=${'n'.repeat(32)}` },
  },
  {
    type: 'finished',
    ...step,
    result: 'succeeded',
    ending: { kind: 'exited', status: 0 },
    durationMs: 1,
    state: { kind: 'kept' },
    expectation: 'none',
    masked: 0,
    output: { bytes: 0, sha256: 'd'.repeat(64) },
    survivors: [],
  },
];

try {
  const path = join(folder, 'runs', 'journal.jsonl');
  const journal = createJournal(path, firstRecord());
  const before = statSync(path).size;
  for (const record of records) journal.append(record);
  const lineSize = Math.round((statSync(path).size - before) / records.length);
  const fd = openSync(join(folder, 'bare'), 'a');
  // In turns, so that a busy disk slows both.
  const times = Array.from({ length: STEPS }, () => ({
    journaled: timeOf(() => records.forEach(journal.append)),
    bare: timeOf(() => {
      for (let line = 0; line < records.length; line++) {
        writeSync(fd, Buffer.alloc(lineSize, 'x'));
        fdatasyncSync(fd);
      }
    }),
  }));
  journal.close();
  closeSync(fd);
  const journaled = median(times.map((time) => time.journaled));
  const bare = median(times.map((time) => time.bare));
  console.log(`bare writes, synced      ${bare.toFixed(2)} ms a step (3 of ${lineSize} bytes)`);
  console.log(`journal                  ${journaled.toFixed(2)} ms a step, ${(journaled / bare).toFixed(2)} ×`);
} finally {
  rmSync(folder, { recursive: true });
}

function timeOf(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

function firstRecord(): RunStarted {
  return {
    type: 'run-started',
    at,
    format: 1,
    runId: '20261121T031502Z-k4m7qx',
    toolVersion: '0',
    bootId: 'b',
    host: 'h',
    user: 'u',
    runbook: { id: 'r', title: 'R', file: 'r.md', sha256: 'a' },
    planHash: 'p',
    target: { name: 't', identity: {} },
    steps: [],
  };
}
