import type { VariableValue } from '../parse/runbook.ts';
import type { RiskRuleId } from '../rules.ts';
import { literal } from '../shell-text/argument.ts';
import type { Value } from '../shell-text/known.ts';
import { deceptiveCharacter } from './deceptive-character.ts';
import type { Hazard } from './hazard.ts';
import { isHigher, worst } from './risk.ts';
import type { Reason, Verdict } from './verdict.ts';
import { risks } from './verdict.ts';
import type { Inquiry, Scope } from './walk/scope.ts';
import { MOST_WORK } from './walk/work.ts';

/** What is known before the text runs. */
export interface JudgeContext {
  /** Names of the services that may be called as `@name` or `@name:verb`; 'any': every @word is a service (explain without a target). */
  readonly services: ReadonlySet<string> | 'any';
  /** Variables known to be constant before this text (values declared, or captured from the session). */
  readonly constants: ReadonlyMap<string, VariableValue>;
  /** Shell functions known to the session: name -> source text of the definition. */
  readonly functions?: ReadonlyMap<string, string>;
  /** Those of them that another bash inherits. */
  readonly exported?: ReadonlySet<string>;
}

/** No step is as long; what is longer would take a second to read. */
const LONGEST_TEXT = 128 * 1024;

// Asking for a loaded module again costs more than judging a short text.
let shell: typeof import('./walk/shell.ts') | undefined;
let sqlJudge: typeof import('./sql/sql.ts') | undefined;

/**
 * Tells what a shell text may cost, without running any of it. What is not understood counts as `destructive`, what cannot be
 * read or is only known when it runs as `opaque`. A `safe` verdict has no reasons; positions are those of the offending commands.
 */
export async function judge(text: string, context: JudgeContext): Promise<Verdict> {
  return judgeIn(initialScope(context), text, context);
}

/** The same, after other texts of the session, and what those that follow will know of its functions. */
export async function judgeAfter(
  text: string,
  context: JudgeContext,
  before: SessionFunctions | null,
): Promise<Judged> {
  const scope = { ...initialScope(context), ...before };
  const verdict = await judgeIn(scope, text, context);
  if (verdict.reasons.some(({ rule }) => UNREAD.has(rule))) {
    const { doubtFunctions } = await import('./walk/scope.ts');
    doubtFunctions(scope);
  }
  const { functions, exported, allexport } = scope;
  return { verdict, after: { functions, exported, allexport } };
}

/** What these rules point at was not read, or not all of it. */
const UNREAD: ReadonlySet<RiskRuleId> = new Set(['SYNTAX', 'CHARACTER', 'DEPTH']);

interface Judged {
  readonly verdict: Verdict;
  readonly after: SessionFunctions;
}

/** What the texts of a session leave to those that follow. */
export type SessionFunctions = Readonly<Pick<Scope, 'functions' | 'exported' | 'allexport'>>;

async function judgeIn(scope: Scope, text: string, context: JudgeContext): Promise<Verdict> {
  if (text.length > LONGEST_TEXT) {
    const why = `Plus de ${LONGEST_TEXT / 1024} Ko : le texte est trop long pour être jugé.`;
    return verdictOf(text, [{ rule: 'DEPTH', risk: 'opaque', text: why, offset: 0 }]);
  }
  const deceptive = deceptiveCharacter(text);
  if (deceptive) {
    const why = `Caractère invisible ou trompeur (${deceptive.code}) : le texte ne s’exécuterait pas comme il se lit.`;
    return verdictOf(text, [{ rule: 'CHARACTER', risk: 'opaque', text: why, offset: deceptive.offset }]);
  }
  const inquiry: Inquiry = { services: context.services, hazards: [], sql: [], work: MOST_WORK };
  // The shell's parser costs more to load than this module: whoever only needs the types does not pay for it.
  shell ??= await import('./walk/shell.ts');
  const frame = {
    inquiry,
    source: text,
    scope,
    anchor: null,
    depth: 0,
    defining: false,
    captured: false,
    coprocesses: new Map(),
  };
  shell.judgeShell(text, frame);
  if (inquiry.sql.length > 0) {
    sqlJudge ??= await import('./sql/sql.ts');
    for (const sql of inquiry.sql)
      inquiry.hazards.push(...(await sqlJudge.judgeSql(sql.text)).map((hazard) => ({ ...hazard, offset: sql.offset })));
  }
  return verdictOf(text, inquiry.hazards);
}

// A step starts under `set -Eeuo pipefail` and noclobber.
function initialScope(context: JudgeContext): Scope {
  const variables = new Map<string, Value>();
  for (const [name, value] of context.constants) variables.set(name, knownValue(value));
  return {
    variables,
    functions: new Map([...(context.functions ?? [])].map(([name, definition]) => [name, [definition]])),
    exported: new Map([...(context.exported ?? [])].map((name) => [name, 'surely'])),
    allexport: 'no',
    unsure: false,
    positional: [],
    noclobber: true,
    folder: null,
    worstFolder: null,
    unsteady: new Set(),
  };
}

function knownValue(value: VariableValue): Value {
  return typeof value === 'string' ? { kind: 'text', text: value } : { kind: 'list', items: value.map(literal) };
}

function verdictOf(text: string, hazards: readonly Hazard[]): Verdict {
  const kept = hazards.filter((hazard) => isHigher(hazard.risk, 'safe'));
  if (kept.length === 0) return { risk: 'safe', reasons: [] };
  const reasons = new Map<string, Reason>();
  const positions = positionsIn(text);
  for (const hazard of kept.toSorted(
    (a, b) =>
      risks.indexOf(b.risk) - risks.indexOf(a.risk) ||
      a.offset - b.offset ||
      Number(a.rule > b.rule) - Number(a.rule < b.rule),
  )) {
    const { rule, offset } = hazard;
    const key = `${offset} ${rule} ${hazard.text}`;
    if (!reasons.has(key)) reasons.set(key, { rule, text: hazard.text, ...positions(offset) });
  }
  return { risk: worst(kept.map((hazard) => hazard.risk)), reasons: [...reasons.values()] };
}

/** Finds lines and columns; a text may have as many reasons as lines. */
function positionsIn(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0, ...Array.from(text.matchAll(/\n/gu), ({ index }) => index + 1)];
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) > offset) high = middle;
      else low = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
