import { describe, expect, test } from 'vitest';
import { formatDuration } from '../../runbook-runner/src/french/duration.ts';
import { plural } from '../../runbook-runner/src/french/plural.ts';
import { annotate } from '../../runbook-runner/src/report/github.ts';
import { junitReport } from '../../runbook-runner/src/report/junit.ts';
import { markdownReport } from '../../runbook-runner/src/report/markdown.ts';
import { reportOfRun, reportOfVerification } from '../../runbook-runner/src/report/report-of-runs.ts';
import type { RunReport, StepReport } from '../../runbook-runner/src/report/run-report.ts';
import { version } from '../../runbook-runner/src/version.ts';

const step = (id: string, change: Partial<StepReport> = {}): StepReport => ({
  id,
  kind: 'action',
  title: 'Exporter la base',
  line: 12,
  risk: 'change',
  status: 'succeeded',
  detail: null,
  advice: [],
  attempts: 1,
  startedAt: '2026-11-21T03:00:01.000Z',
  durationMs: 1500,
  masked: 0,
  expectation: 'none',
  ...change,
});

const report: RunReport = {
  runId: '20261121T030000Z-abcdef',
  runbook: { id: 'sauvegarde-base', title: 'Sauvegarder la base', file: 'content/sauvegarde-base.md' },
  target: 'production',
  host: 'lycee',
  user: 'root',
  resumed: [],
  abandoned: null,
  startedAt: '2026-11-21T03:00:00.000Z',
  endedAt: '2026-11-21T03:01:05.000Z',
  outcome: 'failed',
  stopped: { cause: 'failure', reason: 'statut 1 au lieu de 0' },
  values: { BACKUP_DIR: '/var/backups' },
  secrets: ['LOGIN_PASSWORD'],
  steps: [
    step('exporter'),
    step('verifier', {
      status: 'failed',
      detail: 'sed: "a" < b & c\u0007\nstatut 1 au lieu de 0',
      advice: ['« sed: » : l’archive est abîmée.'],
      line: 20,
    }),
    step('ranger', { status: 'not-begun', attempts: 0, durationMs: 0, startedAt: null }),
  ],
  leftInPlace: ['exporter'],
  confirmations: [
    { at: '2026-11-21T03:00:30.000Z', by: 'root', reason: 'INC-42, base perdue', steps: ['exporter', 'ranger'] },
  ],
  shells: [],
  unproven: [],
};

test('JUnit: a suite a run, a case a step, what XML cannot carry shown by its code', () => {
  expect(junitReport([report])).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite name="sauvegarde-base" tests="3" failures="1" skipped="1" time="3.000" timestamp="2026-11-21T03:00:00.000Z">
        <testcase classname="sauvegarde-base" name="Exporter la base (exporter)" file="content/sauvegarde-base.md" line="12" time="1.500"/>
        <testcase classname="sauvegarde-base" name="Exporter la base (verifier)" file="content/sauvegarde-base.md" line="20" time="1.500">
          <failure message="sed: &quot;a&quot; &lt; b &amp; c&lt;U+0007&gt;&#10;statut 1 au lieu de 0">À faire : « sed: » : l’archive est abîmée.</failure>
        </testcase>
        <testcase classname="sauvegarde-base" name="Exporter la base (ranger)" file="content/sauvegarde-base.md" line="12" time="0.000">
          <skipped message="statut 1 au lieu de 0"/>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('Markdown: how it ended, where, with which values, step by step, and what is left in place', () => {
  expect(markdownReport(report)).toMatchInlineSnapshot(`
    "# Sauvegarder la base

    **Échec** en 1 min 05 s — statut 1 au lieu de 0

    - Exécution : \`20261121T030000Z-abcdef\`
    - Runbook : \`content/sauvegarde-base.md\`
    - Cible : \`production\`, depuis \`lycee\`, par \`root\`
    - Début : 2026-11-21T03:00:00.000Z
    - Fin : 2026-11-21T03:01:05.000Z

    ## Valeurs

    - \`BACKUP_DIR\` = \`/var/backups\`
    - \`LOGIN_PASSWORD\` (secret, jamais écrit)

    ## Étapes

    | n° | étape | genre | risque | résultat | durée |
    | --- | --- | --- | --- | --- | --- |
    | 1 | Exporter la base \`exporter\` | action | modifie | réussie | 1,5 s |
    | 2 | Exporter la base \`verifier\` | action | modifie | échouée (sed: "a" < b & c<U+0007> — statut 1 au lieu de 0) | 1,5 s |
    | 3 | Exporter la base \`ranger\` | action | modifie | pas commencée | – |

    À faire pour Exporter la base \`verifier\` : « sed: » : l’archive est abîmée.

    ## Point de non-retour

    - 2026-11-21T03:00:30.000Z, passé par \`root\` pour Exporter la base \`exporter\`, Exporter la base \`ranger\` ; raison : INC-42, base perdue

    ## Ce qui reste en place

    - Exporter la base \`exporter\` : voir son étape d’annulation
    "
  `);
});

test('GitHub: an annotation on the line of each step that failed', () => {
  expect(annotate([report])).toBe(
    '::error file=content/sauvegarde-base.md,line=20,title=étape Exporter la base (verifier)::' +
      'sed: "a" < b & c<U+0007>%0Astatut 1 au lieu de 0%0AÀ faire : « sed: » : l’archive est abîmée.\n',
  );
});

describe('the report for programs', () => {
  const facts = { target: 'bac', host: 'lycee', user: 'root', startedAt: report.startedAt, endedAt: report.endedAt };

  test('of a run: an entry a step, and what is only of a run apart', () => {
    expect(reportOfRun(report)).toEqual({
      schema: 'runbook-report',
      version: 1,
      kind: 'run',
      tool: version,
      target: 'production',
      host: 'lycee',
      user: 'root',
      startedAt: '2026-11-21T03:00:00.000Z',
      endedAt: '2026-11-21T03:01:05.000Z',
      result: 'failed',
      headline: 'échec',
      about: {
        runId: report.runId,
        runbook: report.runbook,
        resumed: [],
        abandoned: null,
        outcome: 'failed',
        stopped: report.stopped,
        values: report.values,
        secrets: report.secrets,
        leftInPlace: report.leftInPlace,
        confirmations: report.confirmations,
        shells: [],
        unproven: [],
      },
      entries: [
        { ...step('exporter'), result: 'ok' },
        { ...report.steps[1], result: 'failed' },
        { ...report.steps[2], result: 'skipped' },
      ],
    });
  });

  test('of a run that nobody can tell about, or whose checks were skipped', () => {
    expect(reportOfRun({ ...report, outcome: 'in-doubt' }).result).toBe('unknown');
    expect(reportOfRun({ ...report, outcome: 'succeeded' }).result).toBe('ok');
    const skipped = reportOfRun({ ...report, outcome: 'succeeded', unproven: ['verifier'] });
    expect([skipped.result, skipped.headline]).toEqual(['warning', 'terminée, 1 vérification non faite']);
  });

  test('of a verification: the same, an entry a runbook with the report of its run', () => {
    const verified = reportOfVerification([report, { ...report, outcome: 'succeeded', stopped: null }], facts, false);
    expect(verified).toMatchObject({ schema: 'runbook-report', version: 1, kind: 'verify', result: 'failed' });
    expect(verified.entries).toEqual([
      {
        id: 'sauvegarde-base',
        title: 'Sauvegarder la base',
        result: 'failed',
        detail: 'statut 1 au lieu de 0',
        report: reportOfRun(report),
      },
      expect.objectContaining({ result: 'ok', detail: null }),
    ]);
    expect(reportOfVerification([], facts, false)).toMatchObject({
      result: 'failed',
      headline: 'rien n’a été exécuté',
    });
  });
});

test('who abandoned a run, and why, is in its Markdown report', () => {
  const abandoned = { at: '2026-11-21T04:00:00.000Z', by: 'bruno', reason: 'vu à la main' };
  expect(markdownReport({ ...report, outcome: 'abandoned', abandoned })).toContain(
    '- Abandon : 2026-11-21T04:00:00.000Z, par `bruno` ; raison : vu à la main\n- Fin : ',
  );
});

describe('words', () => {
  test.each([
    [0, '0,0 s'],
    [1234, '1,2 s'],
    [12_345, '12 s'],
    [185_000, '3 min 05 s'],
    [1_800_000, '30 min'],
    [3_720_000, '1 h 02 min'],
    [7_200_000, '2 h'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('agree with their number', () => {
    expect([plural(0, 'étape'), plural(1, 'étape'), plural(2, 'étape')]).toEqual(['0 étape', '1 étape', '2 étapes']);
  });
});
