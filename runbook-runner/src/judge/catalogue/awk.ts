import type { Argument } from '../../shell-text/argument.ts';
import { isDynamic } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import { cacheByText } from '../cache-by-text.ts';
import type { Entry } from './entry.ts';
import { option, SAFE } from './entry.ts';

/** awk, whose programs can run commands and write files. */
export const AWK: Entry = {
  names: ['awk', 'gawk', 'mawk', 'nawk'],
  options:
    '-F= -v= -f= -i= -e= -E= -l= -n -S --sandbox --field-separator= --assign= --file= --include= --source= --exec= --load= --csv --posix --re-interval --lint?',
  cases: [
    option(
      ['-f', '-i', '-E', '-l', '--file', '--include', '--exec', '--load'],
      'EXEC-OPAQUE',
      'opaque',
      'exécute un programme dont le contenu n’est pas jugé',
    ),
    {
      rule: 'EXEC-OPAQUE',
      risk: 'opaque',
      text: 'exécute un programme qui lance une commande, écrit un fichier ou n’est connu qu’à l’exécution',
      when: (call) => !programs(call).every(onlyPrints),
    },
    SAFE,
  ],
};

function programs(call: Call): readonly Argument[] {
  const given = call.values('-e', '--source');
  return given.length > 0 ? given : call.operands.slice(0, 1);
}

// 1: nothing (blanks, a comment), 2: a value (text, number), 3: a name; else a mark. Numbered: naming the groups doubles the time.
const TOKEN =
  /([ \t\r]+|\\\n|#[^\n]*)|("(?:[^"\\\n]|\\[\s\S])*"|\d+(?:\.\d*)?|\.\d+)|([A-Za-z_]\w*)|\|\||&&|>>|>=|<=|==|!=|!~|\+\+|--|[\s\S]/y;
const OPERATOR_WORDS = new Set([
  'print',
  'printf',
  'return',
  'in',
  'exit',
  'if',
  'while',
  'for',
  'do',
  'else',
  'case',
  'delete',
]);

// No system(), no pipe, no `@`, and `print … >` only to the standard streams. A `/` where a value may begin opens a regular expression.
function onlyPrints({ text, split }: Argument): boolean {
  return !split && !isDynamic(text) && programOnlyPrints(text);
}

const programOnlyPrints = cacheByText((text) => {
  let at = 0;
  let depth = 0;
  let printing: number | null = null;
  let valueBefore = false;
  let before = '';
  while (at < text.length) {
    if (text[at] === '/' && !valueBefore) {
      const end = regularExpressionEnd(text, at);
      if (end === null) return false;
      at = end;
      valueBefore = true;
      continue;
    }
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) return false;
    const [mark, nothing, value, name] = found;
    at += mark.length;
    if (nothing !== undefined) continue;
    // A statement goes on after these.
    const continued = mark === '\n' && /^(,|&&|\|\|)$/u.test(before);
    before = continued ? before : mark;
    if (value !== undefined) {
      valueBefore = true;
      continue;
    }
    if (name !== undefined) {
      if (name === 'system') return false;
      if (name === 'print' || name === 'printf') printing = depth;
      valueBefore = !OPERATOR_WORDS.has(name);
      continue;
    }
    if (mark === '|' || mark === '@' || mark === '"') return false;
    if (
      (mark === '>' || mark === '>>') &&
      printing === depth &&
      !/^\s*"\/dev\/std(err|out)"\s*([;}\n]|$)/u.test(text.slice(at))
    )
      return false;
    if (mark === '(' || mark === '[' || mark === '{') depth++;
    if (mark === ')' || mark === ']' || mark === '}') depth--;
    if (/[;\n}]/u.test(mark) && !continued && printing !== null && depth <= printing) printing = null;
    valueBefore = mark === ')' || mark === ']' || mark === '$' || mark === '++' || mark === '--';
  }
  return true;
});

// A `/` inside brackets is read differently by each awk: such a program is not judged.
function regularExpressionEnd(text: string, at: number): number | null {
  const found = /^\/(?:[^/\\\n]|\\.)*\//u.exec(text.slice(at));
  if (!found || /\[[^\]]*\/$/u.test(found[0])) return null;
  return at + found[0].length;
}
