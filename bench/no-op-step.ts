import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtCli } from './built-cli.ts';
import { inTurns, ratios, timeProcess } from './campaign.ts';
import type { Measured } from './promise.ts';
import { report, takenByTheHost } from './promise.ts';

const STEPS = 200;

/**
 * What a step costs that does nothing, in a whole `runbook run`: a runbook of 200 such steps, less one of a single step.
 * Each is journaled durably (the disk of the temporary folder decides) and its state captured.
 */
export function noOpStep(): Measured {
  const cli = builtCli();
  const folder = mkdtempSync(join(tmpdir(), 'runbook-bench-'));
  const run = (steps: number) => {
    const says = steps === 1 ? '1 étape réussie' : `${steps} étapes réussies`;
    const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state'), NO_COLOR: '1' };
    return timeProcess(process.execPath, [...cli, 'run', `${steps}.md`], { cwd: folder, env, says });
  };
  try {
    writeFileSync(join(folder, 'targets.yaml'), TARGETS);
    for (const steps of [1, STEPS]) writeFileSync(join(folder, `${steps}.md`), runbookOf(steps));
    const { many, one, bash, stolen } = inTurns(9, {
      many: () => run(STEPS),
      one: () => run(1),
      bash: () => timeProcess('bash', ['-c', 'true']),
    });
    const each = many.map((time, round) => (time - (one[round] ?? Number.NaN)) / (STEPS - 1));
    return {
      promise: 'a step that does nothing, journaled, its state captured',
      values: each,
      limit: 15,
      unit: 'ms',
      beside: [
        { name: '  the same over bash -c true', values: ratios(each, bash), unit: '×' },
        { name: `  runbook run, ${STEPS} steps`, values: many, unit: 'ms' },
        { name: '  runbook run, 1 step', values: one, unit: 'ms' },
        { name: '  bash -c true', values: bash, unit: 'ms' },
        takenByTheHost(stolen),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const TARGETS = `targets:
  ici: { description: Un dossier vide., kind: local }
`;

function runbookOf(steps: number): string {
  const fences = Array.from({ length: steps }, (_, n) => `\`\`\`bash step="rien-${n}"\ntrue\n\`\`\`\n`);
  return `---
title: Ne rien faire
description: Des étapes sans effet.
runbook: { id: rien-${steps}, owner: exploitation, reviewed: 2026-11-21 }
---
${fences.join('\n')}`;
}

if (import.meta.main) report(noOpStep());
