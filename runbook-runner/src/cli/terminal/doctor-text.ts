import type { DoctorReport } from '../../doctor/examine.ts';
import type { Facts, Finding } from '../../doctor/finding.ts';
import type { RunbookFinding } from '../../doctor/runbooks.ts';
import { plural } from '../../french/plural.ts';
import { capital } from '../../french/typography.ts';
import type { Paint } from '../../report/paint.ts';
import { paint } from '../../report/paint.ts';
import { visible } from '../../report/visible.ts';
import type { Target } from '../../targets/target.ts';
import { cut, wrap } from './wrap.ts';

/** The report of an examination for a person: what prevents first, then what to look at, the runbooks, and what is well. */
export function formatDoctor(report: DoctorReport, target: Target, width: number, color: boolean): string {
  const colours = paint(color);
  const { bold, dim } = colours;
  const runbooks = report.entries.filter(isRunbook);
  const findings = report.entries.filter((entry) => !isRunbook(entry));
  const of = (...results: readonly Finding['result'][]) => findings.filter(({ result }) => results.includes(result));
  const titles = new Map(findings.map(({ id, title }) => [id, title]));
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['Ce qui empêche', paragraphs(of('failed'), width, colours)],
    ['À regarder', paragraphs(of('warning', 'unknown'), width, colours)],
    ['Runbooks', runbooks.flatMap((runbook) => runbookLines(runbook, titles, width, colours))],
    ['Ce qui va', wellLines(of('ok', 'skipped'), width, colours)],
  ];
  const conclusion = `${MARKS[report.result](colours)} ${capital(report.headline)}${count(runbooks)}`;
  return `${[
    bold(`${target.name} : ${target.description}`),
    conclusion,
    ...(runbooks.length === 0
      ? [dim('  aucun runbook à regarder : nommez-en un, ou allez dans un projet dont le dossier content/ en a')]
      : []),
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ['', bold(title), ...lines])),
    // On a small screen the first lines are gone.
    '',
    conclusion,
  ].join('\n')}\n`;
}

function isRunbook(entry: Finding): entry is RunbookFinding {
  return entry.subject === 'runbook';
}

function count(runbooks: readonly RunbookFinding[]): string {
  if (runbooks.length === 0) return '';
  const ready = runbooks.filter(({ result }) => result !== 'failed').length;
  const words = ready > 1 ? 'pourraient être exécutés' : 'pourrait être exécuté';
  return ` · ${ready} sur ${plural(runbooks.length, 'runbook')} ${words}`;
}

const MARKS: Readonly<Record<Finding['result'], (colours: Paint) => string>> = {
  ok: ({ green }) => green('✓'),
  warning: ({ yellow }) => yellow('!'),
  unknown: ({ yellow }) => yellow('?'),
  failed: ({ red }) => red('✗'),
  skipped: ({ dim }) => dim('–'),
};

/** Findings that say the same are one paragraph. */
function paragraphs(findings: readonly Finding[], width: number, colours: Paint): readonly string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { result, detail, action, facts } = finding;
    const key = JSON.stringify([result, detail, action, facts.where, facts.expected]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => paragraph(group, width, colours));
}

function paragraph(group: readonly Finding[], width: number, colours: Paint): readonly string[] {
  const [{ result, title, detail, action, facts } = NOTHING] = group;
  const titles = group.map((finding) => finding.title).join(', ');
  // A failure of the target often names itself.
  const text = group.length === 1 && detail?.includes(title) ? detail : `${titles} : ${detail}`;
  const lines = fold(text, 4, width);
  const advice = adviceOf(
    { where: textIn(facts.where, detail), expected: textIn(facts.expected, null), action },
    6,
    width,
    colours,
  );
  return [`  ${MARKS[result](colours)} ${(lines[0] ?? '').trimStart()}`, ...lines.slice(1), ...advice];
}

/** Where it is, what was expected and what to do, a paragraph each. */
function adviceOf(
  { where, expected, action }: Record<'where' | 'expected' | 'action', string | null>,
  indent: number,
  width: number,
  { dim }: Paint,
): readonly string[] {
  const said = [['où', where] as const, ['attendu', expected] as const, ['à faire', action] as const];
  return said
    .flatMap(([what, text]) => (text === null ? [] : fold(`${what} : ${text}`, indent, width)))
    .map((line) => dim(line));
}

/** Null: there is none, or it is said already. */
function textIn(fact: Facts[string] | undefined, said: string | null): string | null {
  return typeof fact === 'string' && !said?.includes(fact) ? fact : null;
}

const NOTHING: Pick<Finding, 'result' | 'title' | 'detail' | 'action' | 'facts'> = {
  result: 'ok',
  title: '',
  detail: '',
  action: null,
  facts: {},
};

function runbookLines(
  { id, result, detail, reasons, blockedBy, facts }: RunbookFinding,
  titles: ReadonlyMap<string, string>,
  width: number,
  colours: Paint,
): readonly string[] {
  const name = id.replace(/^runbook:/, '');
  const needs = result !== 'failed' && typeof facts.needs === 'string' ? `, ${facts.needs}` : '';
  const [first = '', ...more] = fold(`${name} : ${detail}${needs}`, 4, width);
  const blockers = [...new Set(blockedBy)].map((blocker) => titles.get(blocker) ?? blocker).join(', ');
  return [
    `  ${MARKS[result](colours)} ${first.trimStart()}`,
    ...more,
    ...(blockers === '' ? [] : item(`à cause de : ${blockers}`, width)),
    ...reasons.flatMap(({ message, where, expected, action }) => [
      ...item(where === null ? message : `${message} (${where})`, width),
      ...adviceOf({ where: null, expected, action }, 8, width, colours),
    ]),
  ];
}

/** What is well is said shortly; the JSON has all of it. */
function wellLines(findings: readonly Finding[], width: number, colours: Paint): readonly string[] {
  const tools = findings.filter(({ subject }) => subject === 'tool');
  const others = findings.filter(({ subject }) => subject !== 'tool');
  const rows = others.map(({ title, detail, result, subject, facts }) => {
    const line = visible(`${title}${facts.probed === true ? ' répond' : ''} : ${detail ?? ''}`).replaceAll('\n', ' ');
    // What a verb really is: its beginning is enough to recognise it.
    const lines = subject === 'service' ? [`    ${cut(line, width - 4)}`] : fold(line, 4, width);
    return [`  ${MARKS[result](colours)} ${(lines[0] ?? '').trimStart()}`, ...lines.slice(1)];
  });
  const known = tools.filter(({ detail }) => detail !== null).map(({ facts, detail }) => `${facts.command} ${detail}`);
  const mute = tools.length - known.length;
  const rest =
    mute === 0 ? '' : known.length === 0 ? plural(mute, 'est là', 'sont là') : ` et ${plural(mute, 'autre')}`;
  const [first = '', ...more] = fold(`commandes : ${known.join(', ')}${rest}`, 4, width);
  return [...rows.flat(), ...(tools.length === 0 ? [] : [`  ${MARKS.ok(colours)} ${first.trimStart()}`, ...more])];
}

function item(text: string, width: number): readonly string[] {
  return wrap(`      - ${together(text)}`, width);
}

/** Folded, each line indented. */
function fold(text: string, indent: number, width: number): readonly string[] {
  return wrap(`${' '.repeat(indent)}${together(text)}`, width);
}

/** On one line, what is between « and » never cut from them. */
function together(text: string): string {
  return visible(text).replaceAll('\n', ' ').replaceAll('« ', '«\u00a0').replaceAll(' »', '\u00a0»');
}
