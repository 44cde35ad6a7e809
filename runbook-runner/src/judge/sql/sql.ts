import { literal } from '../../shell-text/argument.ts';
import { isTooDeep } from '../../shell-text/deepest-tree.ts';
import { cacheByText } from '../cache-by-text.ts';
import { functionRule } from '../catalogue/sql-functions.ts';
import type { SqlNode } from '../catalogue/sql-statements.ts';
import { statementRule } from '../catalogue/sql-statements.ts';
import type { Hazard } from '../hazard.ts';
import { tripwire } from '../tripwire.ts';

type SqlHazard = Omit<Hazard, 'offset'>;

/** Judges SQL with PostgreSQL's own parser, loaded at the first call. What it cannot read is `opaque`. */
export async function judgeSql(sql: string): Promise<readonly SqlHazard[]> {
  postgresql ??= await loadParser();
  return judgeText(sql);
}

const judgeText = cacheByText((sql) => judgeStatements(sql, 0));

function parse(text: string): readonly SqlNode[] | null {
  try {
    const { stmts = [] } = postgresql?.parseSync(text) ?? {};
    return isTooDeep<unknown>(stmts, valuesIn) ? null : stmts.map(({ stmt }) => stmt as unknown as SqlNode);
  } catch {
    return null;
  }
}

function valuesIn(node: unknown): readonly unknown[] {
  return node !== null && typeof node === 'object' ? Object.values(node) : [];
}

// A comment in a comment in a comment costs the parser the square of their number.
function nestsComments(sql: string): boolean {
  return /(\/\*[^*]*){50}/u.test(sql);
}

async function loadParser(): Promise<typeof import('libpg-query')> {
  const parser = await import('libpg-query');
  await parser.loadModule();
  return parser;
}

// Asking for a loaded module again costs more than parsing a short statement.
let postgresql: typeof import('libpg-query') | undefined;

// The tree names the type of a node beside it, but where only one type is possible.
const UNNAMED: ReadonlyMap<string, string> = new Map([
  ['larg', 'SelectStmt'],
  ['rarg', 'SelectStmt'],
  ['onConflictClause', 'OnConflictClause'],
]);

function judgeStatements(sql: string, depth: number): readonly SqlHazard[] {
  const statements = depth > 8 || nestsComments(sql) ? null : parse(sql);
  if (statements === null)
    return [{ rule: 'SQL', risk: 'opaque', text: 'SQL que l’analyseur de PostgreSQL ne sait pas lire.' }];
  const hazards: SqlHazard[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== 'object') return;
    for (const [key, content] of Object.entries(node)) {
      const type = UNNAMED.get(key) ?? key;
      if (/^[A-Z]/u.test(type) && content !== null && typeof content === 'object' && !Array.isArray(content)) {
        const body = content as SqlNode;
        hazards.push(...statementRule(type, body).map((rule) => ({ ...rule, rule: 'SQL' as const })));
        if (type === 'FuncCall') hazards.push(...judgeCall(body, depth));
        if (type === 'ExplainStmt' && !isExecuted(body)) continue;
      }
      visit(content);
    }
  };
  visit(statements);
  return hazards;
}

function judgeCall(call: SqlNode, depth: number): readonly SqlHazard[] {
  const names = asList(call.funcname).map(stringOf);
  const name = names.at(-1) ?? '';
  const own = names.length === 1 || names[0] === 'pg_catalog';
  const args = asList(call.args);
  const rule = own ? functionRule(name) : null;
  if (rule === 'reads') return [];
  if (rule === 'runs-query') {
    return judgeRunQuery(name, args[0], depth);
  }
  if (rule !== null) return [{ rule: 'SQL', ...rule }];
  const word = tripwire([literal(JSON.stringify(args))]);
  const hazards: SqlHazard[] = [
    {
      rule: 'SQL',
      risk: 'destructive',
      text: `La fonction « ${names.join('.')} » n’est pas au catalogue : elle peut effacer ou remplacer des données.`,
    },
  ];
  if (word !== null)
    hazards.push({
      rule: 'TRIPWIRE',
      risk: 'destructive',
      text: `« ${name} » reçoit un texte qui contient « ${word} ».`,
    });
  return hazards;
}

// PostgreSQL runs that text read-only and refuses anything but a query: a free part can only choose what is read or called.
function judgeRunQuery(name: string, argument: unknown, depth: number): readonly SqlHazard[] {
  const query = queryText(argument);
  if (query === null) {
    return [
      { rule: 'SQL', risk: 'destructive', text: `« ${name} » exécute une requête dont le texte n’est pas connu.` },
    ];
  }
  const hazards = judgeStatements(query.text, depth + 1);
  if (!query.free) return hazards;
  const text = `« ${name} » exécute une requête dont une partie vient de la base (« %s »).`;
  return [...hazards, { rule: 'SQL', risk: 'change', text }];
}

interface QueryText {
  readonly text: string;
  /** A part of it is pasted without quotes; `x` stands for it. */
  readonly free: boolean;
}

/** The text of a query built from constants, quoted names and pasted parts; null when even its shape is unknown. */
function queryText(node: unknown): QueryText | null {
  const { A_Const, FuncCall, A_Expr, TypeCast } = (node ?? {}) as Record<string, SqlNode | undefined>;
  if (A_Const) {
    const text = sqlString(A_Const);
    return text === null ? null : { text, free: false };
  }
  if (TypeCast) return isQuotedName(TypeCast) ? { text: 'x', free: false } : queryText(TypeCast.arg);
  if (A_Expr && asList(A_Expr.name).map(stringOf).join('') === '||') {
    const left = queryText(A_Expr.lexpr);
    const right = queryText(A_Expr.rexpr);
    return left && right && { text: left.text + right.text, free: left.free || right.free };
  }
  const name = asList(FuncCall?.funcname).map(stringOf).at(-1);
  if (name === 'quote_ident') return { text: '"x"', free: false };
  if (name === 'quote_literal' || name === 'quote_nullable') return { text: "'x'", free: false };
  return name === 'format' ? formatted(asList(FuncCall?.args)) : null;
}

// %I and %L quote, %s pastes.
function formatted([template, ...values]: readonly unknown[]): QueryText | null {
  const shape = queryText(template);
  if (shape === null || shape.free || /%(?![sIL%])/u.test(shape.text.replaceAll('%%', ''))) return null;
  let free = false;
  let next = 0;
  const text = shape.text.replaceAll(/%([sIL%])/gu, (_, letter) => {
    if (letter === '%') return '%';
    const value = values[next++];
    if (letter === 'I') return '"x"';
    if (letter === 'L') return "'x'";
    const cast = (value as Record<string, SqlNode | undefined> | undefined)?.TypeCast;
    if (!cast || !isQuotedName(cast)) free = true;
    return 'x';
  });
  return { text, free };
}

// As text, a regclass is a name already quoted, and a number cannot be anything else.
function isQuotedName(cast: SqlNode): boolean {
  const names = asList((cast.typeName as SqlNode | undefined)?.names).map(stringOf);
  return /^(regclass|regrole|regnamespace|int[248]|oid)$/u.test(names.at(-1) ?? '');
}

// EXPLAIN alone runs nothing; with ANALYZE, whatever its value, the statement runs.
function isExecuted(explain: SqlNode): boolean {
  return asList(explain.options).some(
    (item) => ((item as Record<string, SqlNode>).DefElem?.defname as unknown) === 'analyze',
  );
}

function sqlString(constant: SqlNode): string | null {
  const value = (constant.sval as SqlNode | undefined)?.sval;
  return typeof value === 'string' ? value : null;
}

function stringOf(node: unknown): string {
  const value = (node as Record<string, SqlNode>).String?.sval;
  return typeof value === 'string' ? value : '';
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
