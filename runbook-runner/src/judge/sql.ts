import { literal } from './argument.ts';
import { functionRule } from './catalogue/sql-functions.ts';
import { type SqlNode, statementRule } from './catalogue/sql-statements.ts';
import type { Finding } from './finding.ts';
import { tripwire } from './tripwire.ts';

type SqlFinding = Omit<Finding, 'offset'>;

/** Judges SQL with PostgreSQL's own parser, loaded at the first call. What it cannot read is `opaque`. */
export async function judgeSql(sql: string): Promise<readonly SqlFinding[]> {
  const { loadModule, parseSync } = await import('libpg-query');
  await loadModule();
  const parse = (text: string): readonly SqlNode[] | null => {
    try {
      const { stmts = [] } = parseSync(text);
      return stmts.map(({ stmt }) => stmt as unknown as SqlNode);
    } catch {
      return null;
    }
  };
  return judgeStatements(sql, parse, 0);
}

type Parse = (text: string) => readonly SqlNode[] | null;

function judgeStatements(sql: string, parse: Parse, depth: number): readonly SqlFinding[] {
  const statements = depth > 8 ? null : parse(sql);
  if (statements === null)
    return [{ rule: 'SQL', risk: 'opaque', text: 'SQL que l’analyseur de PostgreSQL ne sait pas lire.' }];
  const findings: SqlFinding[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== 'object') return;
    for (const [type, content] of Object.entries(node)) {
      if (/^[A-Z]/u.test(type) && content !== null && typeof content === 'object' && !Array.isArray(content)) {
        const body = content as SqlNode;
        findings.push(...statementRule(type, body).map((rule) => ({ ...rule, rule: 'SQL' })));
        if (type === 'FuncCall') findings.push(...judgeCall(body, parse, depth));
        if (type === 'ExplainStmt' && !isExecuted(body)) continue;
      }
      visit(content);
    }
  };
  visit(statements);
  return findings;
}

function judgeCall(call: SqlNode, parse: Parse, depth: number): readonly SqlFinding[] {
  const names = asList(call.funcname).map(stringOf);
  const name = names.at(-1) ?? '';
  const own = names.length === 1 || names[0] === 'pg_catalog';
  const args = asList(call.args);
  const rule = own ? functionRule(name) : null;
  if (rule === 'reads') return [];
  if (rule === 'runs-query') {
    const query = queryText(args[0]);
    if (query !== null) return judgeStatements(query, parse, depth + 1);
    return [{ rule: 'SQL', risk: 'opaque', text: `« ${name} » exécute une requête dont le texte n’est pas connu.` }];
  }
  if (rule !== null) return [{ rule: 'SQL', ...rule }];
  const word = tripwire([literal(JSON.stringify(args))]);
  const findings: SqlFinding[] = [
    {
      rule: 'SQL',
      risk: 'change',
      text: `La fonction « ${names.join('.')} » n’est pas au catalogue : elle peut modifier la base.`,
    },
  ];
  if (word !== null)
    findings.push({
      rule: 'TRIPWIRE',
      risk: 'destructive',
      text: `« ${name} » reçoit un texte qui contient « ${word} ».`,
    });
  return findings;
}

/** The text of a query built from constants and quoted names; null when a part of it is free. */
function queryText(node: unknown): string | null {
  const {
    A_Const: constant,
    FuncCall: call,
    A_Expr: operation,
    TypeCast: cast,
  } = (node ?? {}) as Record<string, SqlNode | undefined>;
  if (constant) return sqlString(constant);
  if (cast) return queryText(cast.arg);
  if (operation && asList(operation.name).map(stringOf).join('') === '||') {
    const left = queryText(operation.lexpr);
    const right = queryText(operation.rexpr);
    return left === null || right === null ? null : left + right;
  }
  if (!call) return null;
  const name = asList(call.funcname).map(stringOf).at(-1);
  if (name === 'quote_ident') return '"x"';
  if (name === 'quote_literal' || name === 'quote_nullable') return "'x'";
  if (name !== 'format') return null;
  const template = queryText(asList(call.args)[0]);
  // %s pastes anything; %I and %L quote.
  if (template === null || /%(?!(\d+\$)?[-\d]*[IL%])/u.test(template)) return null;
  return template.replaceAll(/%(\d+\$)?[-\d]*([IL%])/gu, (_, _position, letter) =>
    letter === 'I' ? '"x"' : letter === 'L' ? "'x'" : '%',
  );
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
