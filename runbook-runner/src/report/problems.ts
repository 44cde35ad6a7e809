import { plural } from '../french/plural.ts';
import type { Problem } from '../parse/problem.ts';
import { gitHubAnnotation } from './annotation.ts';
import { paint } from './paint.ts';
import { codePoint } from './visible.ts';

/**
 * The problems for a terminal, one paragraph each and a count at the end: where, what is wrong, the line and a caret,
 * what was expected, what to do. An empty string when there is none.
 */
export function formatProblems(problems: readonly Problem[], { color }: { readonly color: boolean }): string {
  if (problems.length === 0) return '';
  return `${problems.map((problem) => paragraph(problem, color)).join('\n')}\n${total(problems)}\n`;
}

/** The problems as annotations of a GitHub workflow, one a line. */
export function formatGitHub(problems: readonly Problem[]): string {
  return problems.map(annotation).join('');
}

function paragraph(problem: Problem, color: boolean): string {
  const { file, line, column, severity, rule, message, expected, action } = problem;
  const { bold, dim, red, yellow } = paint(color);
  const word = severity === 'error' ? red('erreur') : yellow('avertissement');
  return [
    `${bold(visible(`${file}:${line}:${column}`))} ${word} ${dim(`[${rule}]`)} ${visible(message)}`,
    ...caret(problem, severity === 'error' ? red : yellow, dim),
    `  attendu : ${visible(expected)}`,
    `  à faire : ${visible(action)}`,
    '',
  ].join('\n');
}

// A long line is cut around the column so that the caret stays on a narrow terminal.
function caret({ excerpt, line, column }: Problem, point: Colour, dim: Colour): string[] {
  if (!excerpt) return [];
  const from = column > 70 ? column - 40 : 0;
  const shown = visible(excerpt.text.slice(from, from + 90));
  const before = visible(excerpt.text.slice(from, column - 1)).length;
  const marked = visible(excerpt.text.slice(column - 1, column - 1 + excerpt.length)).length || 1;
  const margin = `  ${line} | `;
  const marks = '^'.repeat(Math.max(1, Math.min(marked, shown.length - before)));
  const cut = from > 0 ? '…' : '';
  return [`${dim(margin)}${cut}${shown}`, `${' '.repeat(margin.length + cut.length + before)}${point(marks)}`];
}

function total(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const counted = [count(errors, 'erreur'), count(warnings, 'avertissement')].filter((text) => text !== '');
  return `${counted.join(', ')}.`;
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : plural(number, noun);
}

function annotation({ file, line, column, severity, rule, message, expected, action }: Problem): string {
  const text = `${message}\nAttendu : ${expected}\nÀ faire : ${action}`;
  return gitHubAnnotation({ severity, file, line, column, title: rule, text });
}

// A document must not be able to write to the terminal that shows its problems; its spaces are told apart.
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u202f\u2007]/gu, (character) =>
    character === '\t' ? '→' : codePoint(character),
  );
}

type Colour = (text: string) => string;
