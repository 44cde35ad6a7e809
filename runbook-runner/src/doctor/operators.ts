import type { RunRoot } from '../journal/runs.ts';
import type { Target } from '../targets/target.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, ofError } from './finding.ts';

/**
 * Whether this account is one of those that act on a target which names them, and where their runs are.
 * @param find that folder; it throws why a run could not begin.
 */
export function lookAtOperators({ operators }: Target, find: () => RunRoot): Operators {
  if (operators === null) return { finding: null, folder: null };
  const looked: Looked = { subject: 'operators', id: 'operators', title: 'opérateurs', blocksAll: true };
  try {
    const { folder } = find();
    const who = operators === 'root' ? 'root' : `le groupe « ${operators} »`;
    return { finding: fine(looked, `${who}, dont les exécutions sont dans ${folder}`, { operators, folder }), folder };
  } catch (error) {
    return { finding: ofError(looked, error), folder: null };
  }
}

interface Operators {
  /** Null: the target names none. */
  readonly finding: Finding | null;
  /** Of the runs that they share, perhaps still to be made; null: there is none, or none for this account. */
  readonly folder: string | null;
}
