import { setTimeout } from 'node:timers/promises';

/** Resolves once `holds` does: for what another process does in its own time. */
export async function until(holds: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('what the test waits for did not happen');
    await setTimeout(20);
  }
}
