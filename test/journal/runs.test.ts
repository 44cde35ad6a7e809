import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownAccess } from '../../runbook-runner/src/disk/access.ts';
import type { RunRoot } from '../../runbook-runner/src/journal/runs.ts';
import { isRunId, listRuns, newRunId, runPaths } from '../../runbook-runner/src/journal/runs.ts';

const at = (folder: string): RunRoot => ({ folder, access: ownAccess });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a run', () => {
  it('is named after its instant and six letters or digits', () => {
    const id = newRunId(new Date('2026-11-21T03:15:02.345Z'), Uint8Array.of(0, 31, 32, 63, 200, 255));
    expect(id).toBe('20261121T031502Z-a7a7i7');
    expect(isRunId(id)).toBe(true);
  });

  it('has a folder for its journal and its logs', () => {
    expect(runPaths(at('/state'), '20261121T031502Z-k4m7qx')).toEqual({
      runId: '20261121T031502Z-k4m7qx',
      root: at('/state'),
      folder: '/state/runs/20261121T031502Z-k4m7qx',
      journal: '/state/runs/20261121T031502Z-k4m7qx/journal.jsonl',
      logs: '/state/runs/20261121T031502Z-k4m7qx/logs',
    });
  });

  it('is not looked for outside of the runs', () => {
    for (const text of ['../../etc', '20261121T031502Z-k4m7qx/..', '', '20261121T031502Z-K4M7QX']) {
      expect(() => runPaths(at('/state'), text)).toThrow('not a run id');
    }
  });

  it('is listed newest first, among other things', () => {
    for (const name of [
      '20261121T031502Z-aaaaaa',
      '20261122T031502Z-aaaaaa',
      '20261121T031503Z-aaaaaa',
      'lost+found',
    ]) {
      mkdirSync(join(root, 'runs', name, 'logs'), { recursive: true });
    }
    // Its runner died before its journal was made.
    mkdirSync(join(root, 'runs', '20261123T031502Z-aaaaaa'));
    expect(listRuns(at(root)).map((run) => run.runId)).toEqual([
      '20261122T031502Z-aaaaaa',
      '20261121T031503Z-aaaaaa',
      '20261121T031502Z-aaaaaa',
    ]);
    expect(listRuns(at(join(root, 'nowhere')))).toEqual([]);
  });
});
