import { expect, test } from 'vitest';
import { judgeSteps } from '../../runbook-runner/src/judge/judge-steps.ts';
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
])('a function that several branches define is judged by each definition: %s', async (text) => {
  expect(await riskOf(text)).toBe('critical');
});

test('a function that takes the name of a command is it in the next steps too', async () => {
  expect(await risks('ls() { dropdb x; }', 'ls')).toEqual(['opaque', 'critical']);
});
