import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Io } from '../../runbook-runner/src/cli/io.ts';
import { reportFailure } from '../../runbook-runner/src/cli/report-failure.ts';
import { startLiveTail } from '../../runbook-runner/src/cli/terminal/live-tail.ts';
import { formatPlan, jsonPlan } from '../../runbook-runner/src/cli/terminal/plan-text.ts';
import { formatSummary } from '../../runbook-runner/src/cli/terminal/summary.ts';
import { terminalView } from '../../runbook-runner/src/cli/terminal/terminal-view.ts';
import { Failure } from '../../runbook-runner/src/failure.ts';
import { collectNeedles } from '../../runbook-runner/src/mask/needles.ts';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import type { Plan } from '../../runbook-runner/src/plan/plan.ts';
import { gitHubAnnotation } from '../../runbook-runner/src/report/annotation.ts';
import { annotate } from '../../runbook-runner/src/report/github.ts';
import { jsonReport } from '../../runbook-runner/src/report/json.ts';
import { junitReport } from '../../runbook-runner/src/report/junit.ts';
import { markdownReport } from '../../runbook-runner/src/report/markdown.ts';
import { paint } from '../../runbook-runner/src/report/paint.ts';
import { reportOfRun } from '../../runbook-runner/src/report/report-of-runs.ts';
import { runReport } from '../../runbook-runner/src/report/run-report.ts';
import { compareOutput } from '../../runbook-runner/src/run/compare-output.ts';
import { openStepOutput } from '../../runbook-runner/src/run/output.ts';
import type { StepResult } from '../../runbook-runner/src/run/result.ts';
import { SessionError } from '../../runbook-runner/src/session/session-error.ts';
import { commandName } from '../../runbook-runner/src/targets/target.ts';
import { finished, intent, runStarted, started } from '../fixtures/journal/records.ts';
import { cli, openPlace, page, step } from '../support/runbook-cli.ts';
import { openTerminal } from '../support/terminal.ts';
import { sequences } from './sequences.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'campaign-terminal-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the sequences are all different', () => {
  expect(new Set(sequences.map(([, bytes]) => bytes.toString('hex'))).size).toBe(sequences.length);
});

test('the output of a step, cut at every byte: neither its last lines, nor what is drawn while it runs', {
  timeout: 600_000,
}, async () => {
  const tails: { readonly what: string; readonly text: () => string; readonly stop: () => void }[] = [];
  const needles = collectNeedles(new Map());
  for (const [name, bytes] of sequences) {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const what = `${name}, cut at ${cut}`;
      const out = screen();
      const drawn = startLiveTail(out, paint(false), () => 0);
      const output = openStepOutput(join(folder, 'etape.log'), needles, {
        show: (text) => drawn.add(text),
        compare: () => {},
      });
      output.write('stdout', Buffer.concat([Buffer.from('avant '), bytes.subarray(0, cut)]));
      expectHarmless(output.tail().join('\n'), what);
      output.write('stdout', Buffer.concat([bytes.subarray(cut), Buffer.from(' après\n')]));
      output.end();
      expectHarmless(output.tail().join('\n'), what);
      output.close();
      // The first piece alone, as it is drawn between two writes.
      const first = screen();
      const early = startLiveTail(first, paint(false), () => 0);
      early.add(bytes.subarray(0, cut).toString());
      tails.push({ what, text: out.text, stop: drawn.stop }, { what, text: first.text, stop: early.stop });
    }
  }
  await setTimeout(500);
  for (const { what, text, stop } of tails) {
    stop();
    expect(text(), what).toContain('en cours depuis');
    expectHarmless(text().replaceAll(/\x1b\[\d+A\x1b\[J/g, ''), what);
  }
  console.log(`${sequences.length} terminal sequences, ${tails.length / 2} cuts: nothing obeyed`);
});

describe('in every text of every value that is printed', () => {
  const attacked = <T>(value: T, text: string): T => injected(value, text) as T;
  const planOf = (all: Plan): string => {
    const verbs = all.target.services.flatMap((one) => [...one.verbs.keys()].map((verb) => commandName(one, verb)));
    return formatPlan(all, new Set(verbs), false, 80);
  };
  const printers: readonly (readonly [name: string, print: (text: string) => string])[] = [
    ['a plan', (text) => planOf(attacked(plan, text))],
    ['a plan as JSON', (text) => jsonPlan(attacked(plan, text))],
    ['a summary', (text) => formatSummary(attacked(report, text), text, false, 80)],
    ['a Markdown report', (text) => markdownReport(attacked(report, text))],
    ['a JUnit report', (text) => junitReport([attacked(report, text)])],
    ['a JSON report', (text) => jsonReport(reportOfRun(attacked(report, text)))],
    ['annotations of a report', (text) => annotate([attacked(report, text)])],
    ['an annotation', (text) => gitHubAnnotation({ severity: 'error', file: text, line: 1, title: text, text })],
    [
      'a failure',
      (text) =>
        said((io) =>
          reportFailure(new Failure('refused', { message: text, where: text, expected: text, action: text }), io),
        ),
    ],
    ['a failure of the session', (text) => said((io) => reportFailure(new SessionError(text), io))],
    ['an internal error', (text) => said((io) => reportFailure(new Error(text), io))],
    ['the guided view', (text) => said((io) => view(terminalView(io, 'full'), text))],
    ['the brief view', (text) => said((io) => view(terminalView(io, 'brief'), text))],
    ['a mismatch', (text) => mismatchOf(`${text} lue\n`, 'attendue')],
    ['an output that goes on', (text) => mismatchOf(`attendue\n${text}lue\n`, 'attendue')],
  ];
  test.each(printers)('%s', (_name, print) => {
    for (const [name, bytes] of sequences) expectHarmless(print(bytes.toString()), name);
  });

  function view(run: ReturnType<typeof terminalView>, text: string): void {
    const [planned] = attacked(plan, text).steps;
    if (planned === undefined) throw new Error('the plan has a step');
    run.runBegan(attacked(plan, text), '20261121T031502Z-k4m7qx', true);
    run.stepShown(planned, 1);
    run.stepBegan(planned, 2);
    run.stepEnded(attacked({ ...result, planned }, text));
    run.stepEnded({
      ...attacked(result, text),
      result: 'failed',
      mismatch: { message: text, expected: null, seen: null },
    });
    run.stepSkipped(planned, text);
    run.note(text);
  }
});

describe('in a real terminal', () => {
  const show = sequences.filter(([name]) => /^(OSC|string|escape|CSI mode|direction|carriage|C1)/.test(name));

  test('a guided run whose steps, target and values attack: only ours is obeyed', { timeout: 120_000 }, async () => {
    const place = await openPlace();
    onTestFinished(() => place.remove());
    const hostile = Buffer.concat(show.flatMap(([, bytes]) => [Buffer.from('PWN '), bytes, Buffer.from(' PWN\n')]));
    await writeFile(join(place.folder, 'attaque'), hostile);
    await place.write(
      'targets.yaml',
      `targets:
  ici:
    description: "Un dossier \\e]0;PWN\\a d’essai"
    kind: local
    identity: { command: [printf, '\\033]52;c;UFdO\\007 PWN'] }
`,
    );
    const body = [
      step(
        'step="cut"',
        "printf '\\033'; sleep 0.3; printf ']52;c;UFdO\\007 PWN\\n'; sleep 0.5; printf '\\302'; sleep 0.3; printf '\\2350;PWN\\007\\n'",
      ),
      step('step="attaquer"', 'tail -c 4000 attaque; sleep 0.5'),
      step('check="autre"', "printf '\\033]52;c;UFdO\\007\\033[2J PWN\\n'"),
      '```text output="autre"\nautre\n```\n',
    ].join('\n');
    const values = `  variables:
    CHOIX: { description: "Le choix \\e[2J", choices: { command: "printf 'un\\\\t\\\\033]0;PWN\\\\007\\\\033c label\\\\n'" } }
    VALEUR: { description: Une valeur }
`;
    await place.write('a.md', page('a', `${body}\n${step('step="lire"', 'echo "$CHOIX $VALEUR"')}`, values));
    const record = join(place.folder, 'typescript');
    const command = `'${process.execPath}' '${cli}' run a.md --var 'VALEUR=\x1b]0;PWN\x07'`;
    const terminal = await openTerminal(place, [], {
      program: ['script', '-qefc', command.replaceAll("'", `'\\''`), record],
    });
    onTestFinished(() => terminal.close());
    await terminal.see('Le choix');
    await terminal.press('Enter');
    for (const shown of ['Étape 1 sur 4', 'Étape 2 sur 4', 'Étape 3 sur 4']) {
      await terminal.see(shown);
      await terminal.see('Que faire ?', ['Étape 1 sur 4', 'Étape 2 sur 4', 'Étape 3 sur 4'].indexOf(shown) + 1);
      await terminal.press('Enter');
    }
    await terminal.see('La sortie n’est pas celle que la page annonce');
    await terminal.press('C-c');
    await terminal.status();
    // Its first line is the command, as `script` writes it.
    const raw = (await readFile(record)).toString().replace(/^.*\n/, '');
    expect(raw).toContain('PWN');
    // What it and its menus write: colours, moves of the cursor, erasing, showing it and hiding it.
    const others = raw.replaceAll(/\x1b\[[0-9;]*[mABCDGHJKSu]|\x1b\[\?25[lh]|\r*\n|\x1b\[\?2004[lh]/g, '');
    expect(
      others.match(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f][\s\S]{0,30}/)?.[0] ?? null,
    ).toBe(null);
  });
});

/** Nothing that a terminal obeys but line ends and tabs, nothing that turns or hides a text. */
function expectHarmless(text: string, what: string): void {
  const found = /(?![\t\n])(?:[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4)/u.exec(text);
  if (found !== null) expect.fail(`${what}: U+${found[0].codePointAt(0)?.toString(16)} in ${JSON.stringify(text)}`);
}

interface Screen extends NodeJS.WriteStream {
  readonly text: () => string;
}

function screen(): Screen {
  let text = '';
  const write = (more: string): boolean => {
    text += more;
    return true;
  };
  return { write, columns: 80, isTTY: false, text: () => text } as unknown as Screen;
}

function said(print: (io: Io) => unknown): string {
  const out = screen();
  print({ stdout: out, stderr: out, env: { NO_COLOR: '1' }, cwd: '/' } as unknown as Io);
  return out.text();
}

/** The same value with `text` in each of its texts that are not one of a few words. */
function injected(value: unknown, text: string): unknown {
  if (typeof value === 'string') return WORDS.has(value) || /^\d{4}-\d\d-\d\dT/.test(value) ? value : `${value}${text}`;
  if (Array.isArray(value)) return value.map((one) => injected(one, text));
  if (value instanceof Map) return new Map(Array.from(value, ([key, of]) => [injected(key, text), injected(of, text)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, injected(of, text)]));
}

const WORDS: ReadonlySet<string> = new Set(
  'action check undo safe change destructive critical opaque succeeded failed skipped in-doubt not-begun unfinished exited stopped failure operator none matched mismatch string bash'.split(
    ' ',
  ),
);

function mismatchOf(output: string, expected: string): string {
  const comparison = compareOutput({ text: expected, line: 1 });
  comparison.write(output);
  return comparison.end()?.message ?? '';
}

const { runbook } = await parseRunbook(
  page(
    'a',
    step('step="detruire" danger="La base."', 'rm -rf /srv/korrigo'),
    '  variables:\n    NOM: { description: Un nom }\n',
  ),
  'a.md',
);
if (runbook === null) throw new Error('the page is a runbook');
const plan: Plan = {
  runbook,
  target: {
    name: 'ici',
    description: 'Un dossier',
    file: 'targets.yaml',
    services: [],
    groups: [],
  } as unknown as Plan['target'],
  identity: { host: 'lycee', machineId: 'ab', user: 'root', cwd: '/srv', project: 'korrigo' },
  environment: { given: { PATH: '/bin' }, withheld: ['DOCKER_HOST'] },
  values: {
    variables: new Map([['NOM', 'valeur']]),
    secrets: new Map([['MDP', 'x']]),
    serviceValues: new Map(),
    serviceSecrets: new Map(),
    labels: new Map([['NOM', 'libellé']]),
  },
  steps: runbook.steps.map((one, index) => ({
    step: { ...one, prose: 'Un texte.', expectation: { text: 'attendue', line: 3 } },
    n: index + 1,
    verdict: { risk: 'critical', reasons: [{ rule: 'FS-RM', text: 'rm -rf', line: 1, column: 1, risk: 'critical' }] },
  })) as unknown as Plan['steps'],
  undos: new Map(),
  hash: 'abcdef0123456789',
};

const result: StepResult = {
  planned: plan.steps[0] as Plan['steps'][number],
  attempt: 1,
  result: 'succeeded',
  ending: { kind: 'exited', status: 1 },
  durationMs: 12,
  mismatch: null,
  otherwise: false,
  stateLost: 'le dossier courant n’existe plus',
  notes: ['un processus tourne encore'],
  ownError: ['l’erreur de la commande'],
  tail: ['une ligne'],
  log: '/srv/etape.log',
};

const report = runReport([
  runStarted,
  { type: 'values', at: runStarted.at, values: { NOM: 'valeur' }, secrets: ['MDP'] },
  intent('preparer'),
  started('preparer'),
  finished('preparer', { result: 'failed', mismatch: 'on lit autre chose', expectation: 'mismatch' }),
  { type: 'shell-opened', at: runStarted.at, by: 'exploitant', before: 'basculer' },
  { type: 'shell-closed', at: runStarted.at, changed: ['NOM'], status: 0 },
  { type: 'skipped', at: runStarted.at, step: 'verifier', reason: 'vu' },
  { type: 'stopped', at: runStarted.at, cause: 'failure', reason: 'statut 1', step: 'preparer' },
]);
