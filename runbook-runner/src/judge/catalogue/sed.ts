import type { Argument } from '../../shell-text/argument.ts';
import { isDynamic } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import type { Entry } from './entry.ts';
import { option, SAFE } from './entry.ts';

/** sed, whose scripts can run commands and write files. */
export const SED: Entry = {
  names: ['sed', 'gsed'],
  options:
    '-n -e= -f= -E -r -s -u -z -b -l= -i? --quiet --silent --expression= --file= --regexp-extended --separate --unbuffered --null-data --in-place? --posix --debug --sandbox --line-length=',
  cases: [
    option(['-i', '--in-place'], 'FS-EDIT', 'destructive', 'réécrit des fichiers sur place'),
    option(['-f', '--file'], 'EXEC-OPAQUE', 'opaque', 'exécute un script dont le contenu n’est pas jugé'),
    {
      rule: 'EXEC-OPAQUE',
      risk: 'opaque',
      text: 'exécute un script qui écrit un fichier, lance une commande ou n’est connu qu’à l’exécution',
      when: (call) => !call.has('--sandbox') && !scripts(call).every(onlyPrints),
    },
    SAFE,
  ],
};

function scripts(call: Call): readonly Argument[] {
  const given = call.values('-e', '--expression');
  return given.length > 0 ? given : call.operands.slice(0, 1);
}

const ADDRESS = /(?:\d+(?:~\d+)?|\$|\/(?:[^/\\\n]|\\.)*\/[IM]*|\\([^\w\s\\])(?:(?!\1)[^\\\n]|\\.)*\1[IM]*)/uy;
const RANGE = /\s*,\s*(?:[+~]\d+)?/uy;
// Each command with what belongs to it. `w`, `W` and `e`, and `s` with the flags `w` or `e`, are absent.
const COMMANDS: readonly RegExp[] = [
  /[{}=dDgGhHnNpPxzF]/uy,
  /[lqQL]\s*\d*/uy,
  /[:btTv]\s*[\w.-]*/uy,
  /[rR][^\n]*/uy,
  /[aic](?:\\\n|[^\S\n]*)(?:[^\\\n]|\\[\s\S])*/uy,
  /#[^\n]*/uy,
  /s([^\\\n])(?:(?!\1)[^\\\n]|\\[\s\S])*\1(?:(?!\1)[^\\\n]|\\[\s\S])*\1[gpiImM\d]*/uy,
  /y([^\\\n])(?:(?!\1)[^\\\n]|\\[\s\S])*\1(?:(?!\1)[^\\\n]|\\[\s\S])*\1/uy,
];

function onlyPrints({ text, split }: Argument): boolean {
  if (split || isDynamic(text)) return false;
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found?.[0].length ?? 0;
    return found !== null;
  };
  while (at < text.length) {
    if (take(/[\s;]+/uy)) continue;
    if (take(ADDRESS) && take(RANGE)) take(ADDRESS);
    take(/\s*!*\s*/uy);
    const brace = text[at] === '{' || text[at] === '}';
    if (!COMMANDS.some(take)) return false;
    // Only a separator may follow: `s/a/b/w file` stops before its `w`.
    if (!brace && !/^(\s*([;}#\n]|$))/u.test(text.slice(at))) return false;
  }
  return true;
}
