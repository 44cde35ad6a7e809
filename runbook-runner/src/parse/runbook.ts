import type { Advice } from './troubleshooting.ts';

/** A Markdown file with a `runbook:` front matter, parsed and valid. Lines and columns count from 1. */
export interface Runbook {
  /** The path it was read from, as the caller gave it. */
  readonly file: string;
  /** The file's text, unchanged; empty for a runbook that a journal gives back. */
  readonly source: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly owner: string;
  /** ISO date (YYYY-MM-DD) of the last review. */
  readonly reviewed: string;
  /** What the author announces, in milliseconds. */
  readonly duration: number | null;
  /** Whether it may run beside others that say `shared` too. */
  readonly lock: 'exclusive' | 'shared';
  readonly variables: readonly Variable[];
  readonly requires: Requirements;
  /** Every executable fence, in document order; `undo` steps are not part of the normal course. */
  readonly steps: readonly Step[];
  readonly examples: readonly Example[];
  /** The steps whose text is a copy of a file. */
  readonly copies: readonly Copy[];
  /** What to do when a known error text is seen. */
  readonly advice: readonly Advice[];
}

/** A step that says where its text comes from. */
export interface Copy {
  readonly step: string;
  /** From the document’s folder. */
  readonly from: string;
  readonly text: string;
  /** Line of the opening fence. */
  readonly line: number;
  /** What opens and closes the fence. */
  readonly marks: string;
}

export interface Requirements {
  /** Commands that must be found in the session's PATH before anything runs. */
  readonly commands: readonly string[];
  /** Identifiers of the runbooks whose work this one builds on; `verify` executes them before, on the fresh target. */
  readonly runbooks: readonly string[];
}

/** What a text may be. */
export type ScalarType = 'string' | 'path' | 'integer' | 'url' | 'identifier' | 'column';
export type VariableType = ScalarType | 'list';

/** A declared input. In the steps it is a shell variable, not exported. */
export type Variable = ScalarVariable | ListVariable;

interface VariableBase {
  readonly name: string;
  readonly description: string;
  /** A shell command that prints the values to pick from: `value<TAB>label`, one a line. */
  readonly choices: Choices | null;
}

export interface ScalarVariable extends VariableBase {
  readonly type: ScalarType;
  readonly default: string | null;
  /** Never shown, journaled or kept from step to step; comes from the target's `secrets`. */
  readonly secret: boolean;
}

/** An array of the shell; wherever it is a text, one item a line. */
export interface ListVariable extends VariableBase {
  readonly type: 'list';
  readonly items: ScalarType;
  readonly default: readonly string[] | null;
  readonly secret: false;
  readonly choices: null;
}

/** What a variable holds: a text, or the items of a list. */
export type VariableValue = string | readonly string[];

export interface Choices {
  readonly command: string;
}

/** One executable fence. */
export type Step = ActionStep | CheckStep | UndoStep;
export type StepKind = Step['kind'];

interface StepBase {
  /** Kebab-case ASCII, unique in the file. An undo is called `undo-` and the id of its step. */
  readonly id: string;
  /** What it is called: its `title`, else the sentence before its fence, else its id. */
  readonly title: string;
  readonly language: 'bash' | 'sh';
  /** What is shown, copied and run: the same bytes. */
  readonly text: string;
  /** The headings above, outermost first. */
  readonly headings: readonly string[];
  /** What is written between the block before (or the heading) and this one, as plain text. */
  readonly prose: string;
  /** Line of the opening fence. */
  readonly line: number;
  /** Line of the first line of `text`. */
  readonly textLine: number;
  /** What is lost when it goes wrong: shown on the page and at the prompt. */
  readonly danger: string | null;
  /** Milliseconds; null: no limit. */
  readonly timeout: number | null;
  /** Milliseconds during which a failing step is tried again; null: once. */
  readonly retry: number | null;
  /** The exit status that means success. */
  readonly status: number;
  readonly idempotent: boolean;
  /** Gets the operator's terminal. */
  readonly interactive: boolean;
  readonly expectation: Expectation | null;
}

export interface ActionStep extends StepBase {
  readonly kind: 'action';
}

/** Verifies; may never be destructive. */
export interface CheckStep extends StepBase {
  readonly kind: 'check';
  /** The action whose effect it tells, which is what `resume` asks; null: a plain check. */
  readonly of: string | null;
  /** What it prints, with its expected status, when the answer is no. Anything else than yes or no: it cannot tell. */
  readonly otherwise: Expectation | null;
}

/** Compensates the step `of`; safe when that step only half happened. */
export interface UndoStep extends StepBase {
  readonly kind: 'undo';
  readonly of: string;
}

/** The significant lines of a step's standard output, in order. */
export interface Expectation {
  /** The fence's text, as the reader sees it. */
  readonly text: string;
  readonly line: number;
}

/** A block that never runs, and why. */
export interface Example {
  readonly reason: string;
  readonly language: string;
  readonly text: string;
  readonly line: number;
}
