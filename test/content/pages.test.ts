import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkRunbook } from '../../runbook-runner/src/check/check-runbook.ts';
import { judgeSteps } from '../../runbook-runner/src/judge/judge-steps.ts';
import { isHigher } from '../../runbook-runner/src/judge/risk.ts';
import type { Runbook } from '../../runbook-runner/src/parse/runbook.ts';
import { readRunbooks } from './runbooks.ts';

const runbooks = await readRunbooks();

test('the site has the runbooks of the main job, each named like its file', () => {
  expect(runbooks.map(({ id }) => id)).toEqual(runbooks.map(({ file }) => basename(file, '.md')));
  expect(runbooks.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'prouver-identite',
      'restauration-base',
      'restauration-complete',
      'restauration-medias',
      'sauvegarde-base',
      'sauvegarde-medias',
      'verification-sante',
    ]),
  );
});

describe.each(runbooks.map((runbook) => [runbook.id, runbook] as const))('%s', (_, runbook) => {
  test('passes every rule of the check, warnings included', async () => {
    expect(await checkRunbook(runbook)).toEqual([]);
  });

  test('says what to do when it fails, in a section an operator finds', () => {
    expect(runbook.source).toMatch(/^## Si ça échoue$/m);
  });

  test('only links to pages that exist', () => {
    const links = [...runbook.source.matchAll(/\]\((\.[^)#]*)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(dirname(runbook.file), link)))).toEqual([]);
  });

  test('is written with French spaces and guillemets', () => {
    const wrong = prose(runbook).filter((line) => / [:;!?»]|« |\S[;!?]\s|"[^"]*"/.test(line));
    expect(wrong).toEqual([]);
  });

  test('has a step that may be resumed for every step that may lose something', async () => {
    const verdicts = await judgeSteps(runbook.steps);
    const risky = runbook.steps.filter((_step, index) => isHigher(verdicts[index]?.risk ?? 'opaque', 'change'));
    const checked = new Set(runbook.steps.map((step) => (step.kind === 'check' ? step.of : null)));
    expect(risky.filter((step) => !step.idempotent && !checked.has(step.id)).map(({ id }) => id)).toEqual([]);
  });

  test('sets nothing in a step that a later step needs, when a check may decide that the step is done', () => {
    // After a crash the check answers without the step's variables: they would be missing for good.
    const lost = runbook.steps.flatMap((step, index) => {
      if (step.kind !== 'action' || !runbook.steps.some((check) => check.kind === 'check' && check.of === step.id))
        return [];
      const verifies = (id: string) =>
        runbook.steps.some((other) => other.id === id && other.kind === 'check' && other.of === step.id);
      const later = runbook.steps.slice(index + 1).filter(({ id }) => !verifies(id));
      return assigned(step.text).filter((name) =>
        later.some(({ text }) => text.includes(`$${name}`) && !assigned(text).includes(name)),
      );
    });
    expect(lost).toEqual([]);
  });
});

test.each([
  ['verification-sante', []],
  // The sign-in is sent to the platform: where the command is defined, and where it is called.
  ['prouver-identite', ['NET', 'NET']],
])('%s changes nothing: its steps only read', async (id, allowed) => {
  const runbook = runbooks.find((candidate) => candidate.id === id);
  const verdicts = await judgeSteps(runbook?.steps ?? []);
  expect(verdicts.length).toBeGreaterThan(5);
  expect(verdicts.flatMap(({ reasons }) => reasons.map(({ rule }) => rule))).toEqual(allowed);
});

test('no page restores through Django, whose signals and second saves lose rows', () => {
  const through = /\b(loaddata|dumpdata|backup_restore)\b|manage\.py\s+(backup|restore)\b/;
  const texts = runbooks.flatMap(({ id, steps, examples }) =>
    [...steps, ...examples].map(({ text }) => ({ id, text })),
  );
  expect(texts.filter(({ text }) => through.test(text))).toEqual([]);
});

test('the application is ready before what else migrates as it starts: two at once would race', () => {
  const courses = runbooks.flatMap(({ id, steps }) => [
    { id, texts: steps.filter(({ kind }) => kind !== 'undo').map(({ text }) => text) },
    ...steps.filter(({ kind }) => kind === 'undo').map((step) => ({ id: `${id}, ${step.id}`, texts: [step.text] })),
  ]);
  const starts = courses.flatMap(({ id, texts }) => {
    let ready = false;
    return [...texts.join('\n').matchAll(/@(\w+):(start|restart|stop|wait)\b/g)].flatMap(
      ([, service = '', verb = '']) => {
        if (service === 'backend') ready = verb === 'wait';
        return ['worker', 'beat'].includes(service) && verb.endsWith('start') ? [{ id, service, ready }] : [];
      },
    );
  });
  expect(starts.filter(({ ready }) => !ready)).toEqual([]);
  expect(starts.length).toBeGreaterThan(6);
});

test('no command of a page begins with a value: empty, the words after it would run on the machine', async () => {
  const reasons = await Promise.all(
    runbooks.map(async ({ id, steps }) =>
      (await judgeSteps(steps)).flatMap((verdict) => verdict.reasons.map(({ rule }) => `${id} ${rule}`)),
    ),
  );
  expect(reasons.flat().length).toBeGreaterThan(100);
  expect(reasons.flat().filter((reason) => reason.endsWith(' DYNAMIC'))).toEqual([]);
});

test('a command that several pages define is the same on each', () => {
  const definitions = new Map<string, Set<string>>();
  for (const { text } of runbooks.flatMap(({ steps }) => steps)) {
    for (const [definition, name = ''] of text.matchAll(/^(\w+)\(\) \{\n[\s\S]*?^\}$/gm)) {
      definitions.set(name, (definitions.get(name) ?? new Set()).add(definition));
    }
  }
  expect([...definitions.keys()].sort()).toEqual([
    'cites',
    'comparer',
    'comparer_medias',
    'connexion',
    'deja_manquants',
    'demander',
    'empreinte',
    'manifeste',
    'reglage',
    'sans_connexions',
    'statut',
  ]);
  expect([...definitions].filter(([, texts]) => texts.size > 1).map(([name]) => name)).toEqual([]);
});

test('a step that several pages share is the same on each', () => {
  const complete = runbooks.find(({ id }) => id === 'restauration-complete');
  const parts = runbooks.filter(({ id }) => id === 'restauration-base' || id === 'restauration-medias');
  const shared = [
    'charger-a-cote',
    'basculer',
    'basculer-medias',
    'extraire-medias',
    'arreter-application',
    'redemarrer',
    'rouvrir',
  ];
  for (const id of shared) {
    const texts = [complete, ...parts].flatMap((runbook) => runbook?.steps.filter((step) => step.id === id) ?? []);
    expect(texts.length, id).toBeGreaterThan(1);
    expect(new Set(texts.map(({ text }) => text)).size, id).toBe(1);
  }
});

/** Names a text assigns at the start of a line. */
function assigned(text: string): string[] {
  return [...text.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1] ?? '');
}

/** Lines a reader sees as text: neither front matter, nor fences, nor inline code. */
function prose(runbook: Runbook): readonly string[] {
  const body = runbook.source.replace(/^---\n[\s\S]*?\n---\n/, '').replaceAll(/^```[\s\S]*?^```$/gm, '');
  // What is quoted from a tool keeps the tool's own typography.
  return body.split('\n').map((line) => line.replaceAll(/`[^`]*`/g, '`').replaceAll(/«\u00a0[A-Za-z][^»]*»/g, ''));
}
