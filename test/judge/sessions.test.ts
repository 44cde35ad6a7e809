import { expect, test } from 'vitest';
import { judgeSteps } from '../../runbook-runner/src/judge/judge-steps.ts';
import { mayLoseData } from '../../runbook-runner/src/judge/risk.ts';
import type { Step } from '../../runbook-runner/src/parse/runbook.ts';
import { riskOf } from './context.ts';

const LISTS = 'nettoyer() { ls; }';

async function risks(...texts: readonly string[]) {
  const steps = texts.map((text) => ({ text }) as Step);
  return (await judgeSteps(steps)).map(({ risk }) => risk);
}

test.each([
  `set -a; set +a; ${LISTS}; bash -c nettoyer`,
  `set -o allexport; set +o allexport; ${LISTS}; bash -c nettoyer`,
  `${LISTS}; export -f nettoyer; unset -f nettoyer; ${LISTS}; bash -c nettoyer`,
  `${LISTS}; export -f nettoyer; bash -p -c nettoyer`,
  `${LISTS}; export -f nettoyer; bash -pc nettoyer`,
  `${LISTS}; export -f nettoyer; bash -o privileged -c nettoyer`,
  `${LISTS}; export -f nettoyer; bash -r -c nettoyer`,
  `${LISTS}; export -f nettoyer; bash --restricted -c nettoyer`,
  `${LISTS}; export -f nettoyer; env -u BASH_FUNC_nettoyer%% bash -c nettoyer`,
])('a function that another bash does not have is not known to it: %s', async (text) => {
  expect(await riskOf(text)).toBe('destructive');
});

test.each([`set -a; ${LISTS}; bash -c nettoyer`, `${LISTS}; export -f nettoyer; bash -e -c nettoyer`])(
  'one that it inherits is judged: %s',
  async (text) => {
    expect(await riskOf(text)).toBe('safe');
  },
);

test('a step knows what the steps before it define, export, and take back', async () => {
  expect(await risks(LISTS, 'nettoyer')).toEqual(['safe', 'safe']);
  expect(await risks(`${LISTS}; export -f nettoyer`, 'bash -c nettoyer')).toEqual(['safe', 'safe']);
  expect(await risks(`eval '${LISTS}'`, 'nettoyer')).toEqual(['safe', 'safe']);
  expect(await risks(LISTS, 'unset -f nettoyer', 'nettoyer')).toEqual(['safe', 'safe', 'destructive']);
  expect(await risks(`(${LISTS})`, 'nettoyer')).toEqual(['safe', 'destructive']);
  expect(await risks(`${LISTS}; export -f nettoyer`, 'export -nf nettoyer', 'bash -c nettoyer')).toEqual([
    'safe',
    'safe',
    'destructive',
  ]);
});

test.each([
  'if uname; then f() { "$@"; }; else f() { ls; }; fi; f dropdb x',
  'f() { "$@"; }; if uname; then f() { ls; }; fi; f dropdb x',
  'f() { "$@"; }; uname && f() { ls; }; f dropdb x',
  'f() { "$@"; }; for i in 1 2; do f dropdb x; f() { ls; }; done',
  'f() { "$@"; }; case a in b) f() { ls; } ;; esac; f dropdb x',
  'f() { "$@"; }; g() { f() { ls; }; }; uname || g; f dropdb x',
  'f() { ls; f() { "$@"; }; }; uname && f() { "$@"; }; f dropdb x',
])('a function that several branches define is judged by each definition: %s', async (text) => {
  expect(await riskOf(text)).toBe('critical');
});

test('a function that takes the name of a command is it in the next steps too', async () => {
  expect(await risks('ls() { dropdb x; }', 'ls')).toEqual(['opaque', 'critical']);
});

const DROPS = 'ls() { dropdb x; }';

test.each([
  ['uname | grep -q x && rm() { ls; }', 'rm -rf /srv'],
  ['if uname; then cd() { ls; }; fi', 'cd /dev; cat image > sdb'],
  ['uname && /bin/rm() { ls; }', '/bin/rm -rf /srv'],
  [DROPS, 'uname | grep -q x && unset -f ls', 'ls'],
  [DROPS, 'unset -v ls', 'ls'],
  [DROPS, 'unset -n ls', 'ls'],
  [DROPS, 'read -r ls; unset ls', 'ls'],
  ['rm() { ls; }', 'unset -f "$nom"', 'rm -rf /srv'],
  ['rm() { ls; }', 'unset $nom', 'rm -rf /srv'],
  ['eval() { ls; }', "builtin eval 'dropdb x'"],
  ['if uname; then exit; fi; rm() { ls; }', 'rm -rf /srv'],
  ['uname && exec ls; rm() { ls; }', 'rm -rf /srv'],
  ['f() { "$@"; }; if uname; then exit; fi; f() { ls; }', 'f dropdb x'],
  ['x() { f() { "$@"; }; uname && return; f() { ls; }; }', 'x; f dropdb x'],
  ['for i in 1 2; do f() { "$@"; }; break; f() { ls; }; done', 'f dropdb x'],
  ['rm() { ls; }', "trap 'unset -f rm' DEBUG", 'rm -rf /srv'],
  ['f() { "$@"; }; readonly -f f; f() { ls; } || true; f dropdb x'],
  ['set -a', DROPS, 'bash -c ls'],
  [DROPS, 'export -f ls', 'bash -c ls -r'],
  [DROPS, 'export -f ls', 'env -u BASH_FUNC_autre%% bash -c ls'],
])('what has the name of a command may be the function as well as the command: %s ⏭ %s', async (...texts) => {
  expect((await risks(...texts)).at(-1)).toBe('critical');
});

test('a function that is removed for sure is the command again', async () => {
  expect(await risks(DROPS, 'unset -f ls', 'ls')).toEqual(['opaque', 'safe', 'safe']);
});

test.each([
  [DROPS, 'uname && export -f ls', 'bash -c ls'],
  [DROPS, 'export -f ls', 'uname && export -nf ls', 'bash -c ls'],
  [DROPS, 'export -f $noms', 'bash -c ls'],
  [`uname && set -a; ${DROPS}`, 'bash -c ls'],
  [DROPS, 'export -f ls', 'chroot / bash -c ls'],
  [DROPS, 'export -f ls', 'su -c ls'],
  [DROPS, 'export -f ls', 'sh -c ls'],
])('what may be exported is not known to another shell: %s ⏭ %s', async (...texts) => {
  expect((await risks(...texts)).at(-1)).toBe('opaque');
});

test.each([
  ['an invisible character', '#\u200B\nf() { "$@"; }'],
  ['a syntax error', 'f() { "$@"; }; )'],
  ['too long a text', `f() { "$@"; }\n#${'x'.repeat(200_000)}`],
  ['more work than is done', `${'true;'.repeat(20_000)}${'for i in 1 2 3; do echo; done;'.repeat(4000)}f() { "$@"; }`],
  ['a file', 'source /srv/fonctions'],
  ['a text that only the run tells', 'eval "$texte"'],
])('after a text that is not read no function is known: %s', async (_why, text) => {
  expect(await risks('f() { ls; }', text, 'f dropdb x')).toEqual(['safe', 'opaque', 'opaque']);
  expect(await risks(DROPS, text, 'ls')).toEqual(['opaque', 'opaque', 'opaque']);
  const exported = await risks(DROPS, text, 'bash -c ls');
  expect(mayLoseData(exported.at(-1) ?? 'safe')).toBe(true);
  expect(await risks('f() { ls; }', text, 'f() { ls; }', 'f')).toEqual(['safe', 'opaque', 'safe', 'safe']);
});
