/** A family of rules, by their identifiers, in the order of the reference page. Texts are French Markdown. */
export interface RuleFamily {
  readonly title: string;
  readonly introduction: string;
  readonly rules: Readonly<Record<string, RuleEntry>>;
}

export interface RuleEntry extends Explained {
  readonly severity: Severity;
}

/** As a family of rules; a reason of risk has no severity of its own. */
export interface RiskFamily {
  readonly title: string;
  readonly introduction: string;
  readonly rules: Readonly<Record<string, Explained>>;
}

export interface Explained {
  readonly title: string;
  /** What it means and why it matters. */
  readonly explanation: string;
  /** What triggers it. */
  readonly bad: string;
  /** What to write instead. */
  readonly fix: string;
}

/** An error keeps a document from being executed; a warning leaves its author to judge. */
export type Severity = 'error' | 'warning';
