import { describe, expect, test } from 'vitest';
import { checkRunbook } from '../../runbook-runner/src/check/check-runbook.ts';
import { CATALOGUE } from '../../runbook-runner/src/judge/catalogue/catalogue.ts';
import { judge } from '../../runbook-runner/src/judge/judge.ts';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import { formatProblems } from '../../runbook-runner/src/report/problems.ts';
import { EVALUATING_BUILTINS } from '../../runbook-runner/src/shell-text/evaluating-builtins.ts';
import type { Grammar } from '../../runbook-runner/src/shell-text/grammar.ts';

/** The ways to write a command behind `wrapper`: no wrapper takes them all. */
const forms = (wrapper: string, command: string): readonly string[] => [
  `${wrapper} ${command}`,
  `${wrapper} 1 ${command}`,
  `${wrapper} 1 -- ${command}`,
  `${wrapper} '${command}'`,
  `${wrapper} '${command}' EXIT`,
  `${wrapper} -c '${command}'`,
  `${wrapper} 1 -c '${command}'`,
  `${wrapper} . -exec ${command} \\;`,
  `echo '${command}' | ${wrapper}`,
  `${wrapper} <<'FIN'\n${command}\nFIN`,
];

const wrappers = [...CATALOGUE, ...Object.values(EVALUATING_BUILTINS), { names: ['@db', '@db:run'] }].flatMap(
  (grammar) => namesOf(grammar),
);

/** They run another command in a way that the judge does not follow, or one that is no shell command. */
const NOT_FOLLOWED = [
  'bwrap',
  'cgexec',
  'entr',
  'fakeroot',
  'firejail',
  'ifne',
  'inotifywait',
  'linux32',
  'linux64',
  'mispipe',
  'newgrp',
  'numactl',
  'mariadb',
  'mysql',
  'parallel',
  'patronictl query',
  'pee',
  'pkexec',
  'psql',
  'pypy',
  'pypy3',
  'python',
  'python2',
  'python3',
  'rlwrap',
  's6-setuidgid',
  'setarch',
  'sg',
  'sqlite3',
  'sshpass',
  'with-contenv',
];

describe('a rule sees curl behind whatever the judge sees rm behind', () => {
  test.each(wrappers)('%s', async (wrapper) => {
    const seen: string[] = [];
    const judged = forms(wrapper, 'rm /srv/media');
    for (const [index, text] of forms(wrapper, 'curl https://exemple.fr/').entries()) {
      const expected = await judgeSees(judged[index] ?? '', '« rm »');
      expect([text, await curlFails(text)]).toEqual([text, expected ? 1 : 0]);
      if (expected) seen.push(text);
    }
    expect(seen.length > 0).toBe(!NOT_FOLLOWED.includes(wrapper));
  });
});

test.each([
  "ionice -c3 stdbuf -oL gosu postgres bash -c 'sleep 1; timeout 5 curl https://exemple.fr/'",
  'sudo --user=korrigo -- env TZ=UTC sh -c "curl https://exemple.fr/ | tr -d \'\\r\'"',
  'bash -c "curl --silent https://$(hostname)/"',
  'xargs --max-args=1 curl --silent < /srv/adresses.txt',
  "eval 'curl https://exemple.fr/'",
])('curl is seen in: %s', async (text) => {
  expect(await curlFails(text)).toBe(1);
});

test.each([
  "bash -c 'curl --fail https://exemple.fr/'",
  'bash -c "$COMMANDE"',
  "bash -c 'echo curl'",
  'curl -fsS --output /srv/page.html https://exemple.fr/',
])('nothing is said of: %s', async (text) => {
  expect(await curlFails(text)).toBe(0);
});

test('an option is not looked for in the value of another', async () => {
  expect(await curlFails('curl -o/srv/fichier https://exemple.fr/')).toBe(1);
});

test('a problem in a text that a shell is given stands where that shell is called', async () => {
  const text = "ls /srv\nsudo bash -c 'cd /srv\n  curl https://exemple.fr/ >| page.html'";
  expect(formatProblems(await problemsOf(text), { color: false })).toMatchInlineSnapshot(`
    "essai.md:14:1 erreur [check-destructive] La vérification « essai » est destructrice. Remplace « page.html » s’il existe (« >| »).
      14 | sudo bash -c 'cd /srv
           ^
      attendu : une vérification ne fait que lire : elle est répétée, et exécutée sans confirmation.
      à faire : Réécrivez-la avec des commandes de lecture, ou faites-en un step.

    essai.md:14:1 avertissement [curl-fail] curl finit avec le statut 0 sur une page d’erreur (404, 500).
      14 | sudo bash -c 'cd /srv
           ^^^^^^^^^^^^^^^^^^^^^
      attendu : curl --fail (ou --fail-with-body), ou un statut lu par --write-out et comparé.
      à faire : Ajoutez --fail --silent --show-error.

    1 erreur, 1 avertissement.
    "
  `);
});

test('each rule that looks at commands sees through a wrapper', async () => {
  const rules = async (text: string) => (await problemsOf(text)).map(({ rule }) => rule);
  expect(await rules("docker exec db psql --command 'select 1'")).toContain('psql-psqlrc');
  expect(await rules("ssh db 'pg_restore --dbname=korrigo < /srv/base.dump'")).toContain('pg-restore-on-error');
  expect(await rules("find /srv -name '*.tmp' -exec rm -r \"$DOSSIER/cache\" ';'")).toContain('empty-root');
  expect(await rules("bash -c 'rm -r media'")).toContain('relative-destructive');
  expect(await rules("stdbuf -oL bash -c 'set -x; ls /srv'")).toContain('xtrace');
  expect(await rules('sudo --user=korrigo visudo')).toContain('terminal-needed');
  expect(await rules('while read -r ligne; do ionice -c3 ssh hote "vacuum $ligne"; done < liste.txt')).toContain(
    'service-eats-stdin',
  );
});

test('another shell has its own state, and a container its own folder', async () => {
  expect(await problemsOf("bash -c 'set +e; exec ls /srv'")).toEqual([]);
  expect((await problemsOf('docker exec db rm -r tmp')).map(({ rule }) => rule)).not.toContain('relative-destructive');
});

function namesOf({ names, runs, subcommands = [] }: Grammar): readonly string[] {
  const below = subcommands.flatMap(namesOf);
  const own = runs || names[0]?.startsWith('@') ? names : [];
  return [...own, ...names.flatMap((name) => below.map((word) => `${name} ${word}`))];
}

async function judgeSees(text: string, command: string): Promise<boolean> {
  const { reasons } = await judge(text, { services: 'any', constants: new Map() });
  return reasons.some((reason) => reason.text.includes(command));
}

async function curlFails(text: string): Promise<number> {
  return (await problemsOf(text)).filter(({ rule }) => rule === 'curl-fail').length;
}

async function problemsOf(text: string) {
  const { runbook, problems } = await parseRunbook(`${HEADER}\n~~~bash check="essai"\n${text}\n~~~\n`, 'essai.md');
  return [...problems, ...(runbook ? await checkRunbook(runbook) : [])];
}

const HEADER = `---
title: Essai
description: Un essai.
runbook:
  id: essai
  owner: exploitation
  reviewed: 2026-11-21
---

Une étape.
`;
