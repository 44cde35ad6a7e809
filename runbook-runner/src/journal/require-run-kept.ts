import { dirname, join } from 'node:path';
import { requireKept } from '../disk/require-kept.ts';
import type { RunPaths } from './runs.ts';

/**
 * Refuses a run of which somebody else than those it is kept for could have written a part: its text is executed by who
 * resumes it.
 * @throws Failure `refused`
 */
export function requireRunKept({ folder, journal, logs, root: { access } }: RunPaths): void {
  const session = join(folder, 'session');
  for (const path of [dirname(folder), folder, logs, session]) requireKept(path, 'folder', access);
  for (const path of [journal, join(session, 'state.json')]) requireKept(path, 'file', access);
}
