import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { maskText } from '../../runbook-runner/src/mask/mask-text.ts';
import type { Needles } from '../../runbook-runner/src/mask/needles.ts';
import { needlesOf } from '../support/needles-of.ts';

describe('a secret is masked in what the tools of the operator print', { timeout: 60_000 }, () => {
  const commands: readonly (readonly [string, string])[] = [
    ['printf %q', `printf '%q' "$S"`],
    ['${x@Q}', 'printf %s "${S@Q}"'],
    ['declare -p', 'T=$S; declare -p T'],
    ['declare -p of an array', 'T=("$S"); declare -p T'],
    ['set -x', '{ set -x; : "$S"; } 2>&1'],
    ['set -x of dash', `dash -c 'set -x; : "$S"' 2>&1`],
    ['export -p', `export -p | grep -a -A9 ' S='`],
    ['env', `env | grep -a -A9 '^S='`],
    ['base64', `printf %s "$S" | base64`],
    ['base64 in narrow lines', `printf %s "$S" | base64 --wrap=9`],
    ['base64 after a user name', `printf 'app:%s' "$S" | base64 --wrap=0`],
    ['base64 after a longer one', `printf 'apps:%s' "$S" | base64 --wrap=0`],
    ['hexadecimal', `printf %s "$S" | od -An -v -tx1 | tr -d ' \\n'`],
    ['JSON', `node -p 'JSON.stringify({ S: process.env.S })'`],
    ['JavaScript', `node -p '[process.env.S]'`],
    ['an address', `node -p 'Object.assign(new URL("http://u@h"), { password: process.env.S }).href'`],
    ['a form', `node -p 'new URLSearchParams({ S: process.env.S }).toString()'`],
    ['a colour', `printf '\\033[31m%s\\033[0m' "$S"`],
  ];
  const secrets = [
    'l\'été "à" $ecret!`x`\\z',
    'tab\tand\nnew line é€😀 end',
    '~#start [a]{b},c;d|e&f<g>h?*^=:%@+-./_',
    '\x01\x7f\x1b[0mctl esc',
    'p@ss/w0rd+x=?&y#z',
    'éèàùçÉéèà',
  ];
  const needles = secrets.map((value) => needlesOf(value));
  it.each(commands)('%s', (_title, command) => {
    for (const [index, value] of secrets.entries()) {
      for (const locale of command.startsWith('node') ? ['C.UTF-8'] : ['C', 'C.UTF-8']) {
        const output = execFileSync('bash', ['--norc', '-c', command], {
          stdio: ['ignore', 'pipe', 'inherit'],
          env: { S: value, LC_ALL: locale, PATH: `${process.execPath.replace(/\/[^/]*$/, '')}:/usr/bin:/bin` },
        }).toString();
        const shown = maskText(needles[index] as Needles, output);
        expect(shown, `${JSON.stringify(value)} in ${locale}: ${JSON.stringify(output)}`).toContain('***');
        const longest = longestCommonPart(value, shown);
        expect(longest.length, `« ${longest} » is left of ${JSON.stringify(output)}`).toBeLessThan(5);
      }
    }
  });
});

function longestCommonPart(a: string, b: string): string {
  let longest = '';
  for (let start = 0; start < a.length; start++) {
    while (b.includes(a.slice(start, start + longest.length + 1)) && start + longest.length < a.length) {
      longest = a.slice(start, start + longest.length + 1);
    }
  }
  return longest;
}
