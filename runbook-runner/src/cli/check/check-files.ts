import { checkRunbook } from '../../check/check-runbook.ts';
import type { Problem } from '../../parse/problem.ts';
import { readRunbook } from '../../parse/read-runbook.ts';

/**
 * Reads and checks files one after the other. Several threads may share `next`, the index of the first file that nobody
 * took: each takes another one as soon as it is done.
 */
export async function checkFiles(files: readonly string[], next: Int32Array): Promise<readonly CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (let index = Atomics.add(next, 0, 1); index < files.length; index = Atomics.add(next, 0, 1)) {
    const parsed = await readRunbook(files[index] as string);
    const { runbook } = parsed;
    checked.push({
      index,
      isPage: parsed.kind === 'page',
      // A copy: for V8 a part of a text, such as an id, keeps all of it.
      runbook: runbook && structuredClone({ id: runbook.id, file: runbook.file }),
      invalid: parsed.problems,
      found: runbook ? await checkRunbook(runbook) : [],
    });
  }
  return checked;
}

/** What one file is, as plain data: it may come from another thread. */
export interface CheckedFile {
  /** Among the files given. */
  readonly index: number;
  readonly isPage: boolean;
  /** Null for a page, and for a document that cannot be read as a runbook. */
  readonly runbook: { readonly id: string; readonly file: string } | null;
  /** Problems of its format. */
  readonly invalid: readonly Problem[];
  /** Problems of its meaning. */
  readonly found: readonly Problem[];
}
