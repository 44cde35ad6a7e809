import type { RuleId } from '../rules.ts';
import { severityOf } from '../rules.ts';
import type { Problem } from './problem.ts';

/**
 * Collects the problems of one document, so that an author sees all of them at once.
 * `source` gives each its excerpt; lines and columns count from 1.
 */
export function collectProblems(file: string, source: string): Collector {
  return new ProblemCollector(file, source);
}

// A class, so that a document that was checked is let go at once (docs/decisions/0008).
class ProblemCollector implements Collector {
  readonly #file: string;
  readonly #source: string;
  readonly #problems: Problem[] = [];
  #lines: readonly string[] | undefined;

  constructor(file: string, source: string) {
    this.#file = file;
    this.#source = source;
  }

  get lines(): readonly string[] {
    this.#lines ??= this.#source.split('\n');
    return this.#lines;
  }

  report(rule: RuleId, at: Place, says: Says): void {
    const excerpt = { text: this.lines[at.line - 1] ?? '', length: at.length ?? 1 };
    const place = { file: this.#file, line: at.line, column: at.column };
    this.#problems.push({ rule, severity: severityOf(rule), ...place, ...says, excerpt });
  }

  hasErrors(): boolean {
    return this.#problems.some((problem) => problem.severity === 'error');
  }

  sorted(): readonly Problem[] {
    return this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }
}

export interface Collector {
  /** The document's lines, without their line feeds. */
  readonly lines: readonly string[];
  readonly report: (rule: RuleId, at: Place, says: Says) => void;
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
}
