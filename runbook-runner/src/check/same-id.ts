import { collectProblems } from '../parse/collector.ts';
import type { Problem } from '../parse/problem.ts';
import type { Runbook } from '../parse/runbook.ts';

/**
 * A runbook is called by its id: two documents may not share one. One problem for each after the first; only their sources
 * are asked for.
 */
export function checkSameIds<T extends Named>(
  runbooks: readonly T[],
  sourceOf: (runbook: T) => string,
): readonly Problem[] {
  const first = new Map<string, Named>();
  const problems: Problem[] = [];
  for (const runbook of runbooks) {
    const other = first.get(runbook.id);
    if (!other) first.set(runbook.id, runbook);
    else problems.push(...sharedWith(runbook, sourceOf(runbook), other));
  }
  return problems;
}

type Named = Pick<Runbook, 'id' | 'file'>;

function sharedWith(runbook: Named, source: string, other: Named): readonly Problem[] {
  const collector = collectProblems(runbook.file, source);
  const pattern = new RegExp(`^(.*\\bid:\\s*["']?)${runbook.id}\\b`);
  const index = Math.max(
    0,
    collector.lines.findIndex((line) => pattern.test(line)),
  );
  const column = (pattern.exec(collector.lines[index] ?? '')?.[1]?.length ?? 0) + 1;
  collector.report(
    'runbook-id-shared',
    { line: index + 1, column, length: runbook.id.length },
    {
      message: `L’identifiant « ${runbook.id} » est déjà celui de ${other.file}.`,
      expected: 'un identifiant différent pour chaque runbook : c’est par lui qu’on l’appelle.',
      action: 'Renommez l’un des deux.',
    },
  );
  return collector.sorted();
}
