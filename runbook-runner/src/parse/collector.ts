import type { Problem } from './problem.ts';

/**
 * Collects the problems of one document, so that an author sees all of them at once.
 * `source` gives each its excerpt; lines and columns count from 1.
 */
export function collectProblems(file: string, source: string): Collector {
  let split: readonly string[] | undefined;
  const linesOf = (): readonly string[] => {
    split ??= source.split('\n');
    return split;
  };
  const problems: Problem[] = [];
  return {
    get lines() {
      return linesOf();
    },
    report(rule, at, says) {
      const { severity = 'error', ...texts } = says;
      const excerpt = { text: linesOf()[at.line - 1] ?? '', length: at.length ?? 1 };
      problems.push({ rule, severity, file, line: at.line, column: at.column, ...texts, excerpt });
    },
    hasErrors: () => problems.some((problem) => problem.severity === 'error'),
    sorted: () => problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

export interface Collector {
  /** The document's lines, without their line feeds. */
  readonly lines: readonly string[];
  readonly report: (rule: string, at: Place, says: Says) => void;
  readonly hasErrors: () => boolean;
  /** In the order of the document. */
  readonly sorted: () => readonly Problem[];
}

export interface Place {
  readonly line: number;
  readonly column: number;
  /** How many UTF-16 units are meant; 1 when absent. */
  readonly length?: number;
}

/** The three sentences of a problem. */
export interface Says {
  readonly message: string;
  readonly expected: string;
  readonly action: string;
  readonly severity?: Problem['severity'];
}
