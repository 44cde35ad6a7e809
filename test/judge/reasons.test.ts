import { describe, expect, test } from 'vitest';
import { judge } from '../../runbook-runner/src/judge/judge.ts';
import { riskRuleIds } from '../../runbook-runner/src/rules.ts';
import { readRulesPage } from '../support/rules-page.ts';

const { sections } = await readRulesPage();

describe('the example of each reason of risk on the reference page is judged so', () => {
  test.each(riskRuleIds)('%s', async (id) => {
    const { example } = sections.find((section) => section.id === id) ?? { example: '' };
    const { reasons } = await judge(example, { services: new Set(['db', 'backend', 'redis']), constants: new Map() });
    expect(reasons.map(({ rule }) => rule)).toContain(id);
  });
});

test.each([
  ['apt-get update', '« apt-get update » relit les listes de paquets.'],
  ['apt-get autoclean', '« apt-get autoclean » retire de son cache les paquets périmés.'],
  ['apt-get install nginx', '« apt-get install nginx » installe des paquets.'],
  ['apk fetch nginx', '« apk fetch nginx » télécharge des paquets.'],
  ['redis-cli decr k', '« redis-cli » change un compteur du cache.'],
  ['redis-cli bgsave', '« redis-cli » enregistre le cache sur le disque.'],
  ['redis-cli publish a b', '« redis-cli » envoie un message aux abonnés.'],
  ['redis-cli lpush a b', '« redis-cli » ajoute au cache.'],
  ['restic backup /srv', '« restic backup » crée une sauvegarde.'],
  ['restic init', '« restic init » crée un dépôt de sauvegardes.'],
  ['pgbackrest --stanza=a --no-expire-auto backup', '« pgbackrest backup » crée une sauvegarde.'],
  [
    'pgbackrest --stanza=a backup',
    '« pgbackrest backup » crée une sauvegarde, puis supprime celles qui dépassent la rétention (sauf avec « --no-expire-auto »).',
  ],
])('%s: %s', async (text, reason) => {
  const { reasons } = await judge(text, { services: 'any', constants: new Map() });
  expect(reasons.map((found) => found.text)).toEqual([reason]);
});

test.each([
  ['restic backup -n /srv', 'safe'],
  ['git commit -mfic', 'change'],
  ['git commit -am "unfic"', 'change'],
  ['git commit -fm x', 'destructive'],
  ['git commit -c HEAD', 'opaque'],
  ['docker run -v /development:/x alpine ls', 'change'],
  ['docker run -v /process/data:/x alpine ls', 'change'],
  ['docker run -v /dev/sda:/x alpine ls', 'opaque'],
  ['docker run -v /etc/cron.d:/x alpine ls', 'opaque'],
  ['BASE=ls; for i in 1 2; do command uname; done; $BASE x', 'safe'],
  ['BASE=ls; for i in 1 2; do command -v uname; done; $BASE x', 'safe'],
  ['BASE=ls; for i in 1 2; do command read -r BASE; done; $BASE x', 'opaque'],
  ['BASE=ls; for i in 1 2; do builtin command eval "BASE=rm"; done; $BASE x', 'opaque'],
  ['BASE=ls; for i in 1 2; do command -p read -r BASE; done; $BASE x', 'opaque'],
])('%s is %s', async (text, risk) => {
  expect((await judge(text, { services: 'any', constants: new Map() })).risk).toBe(risk);
});

test('a text in which very much is found is judged, not an error', async () => {
  const loop = (name: string, body: string) => `for ${name} in ${'x '.repeat(32)}; do ${body}; done`;
  const text = loop('a', loop('b', loop('c', loop('d', 'ls "$a"'))));
  expect((await judge(text, { services: 'any', constants: new Map() })).risk).toBe('opaque');
});
