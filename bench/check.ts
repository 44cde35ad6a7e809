import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRunbook } from '../runbook-runner/src/check/check-runbook.ts';
import { findDocuments } from '../runbook-runner/src/parse/files.ts';
import { type Parsed, parseRunbook } from '../runbook-runner/src/parse/parse-runbook.ts';

/**
 * How long `runbook check` takes on 1,000 runbooks of 14 kB, and where: medians a page, the whole, and its ratio to
 * `node -e 0`. Usage: npx node bench/check.ts
 */
const pages = 1000;
const folder = await mkdtemp(join(tmpdir(), 'runbook-bench-'));
try {
  for (let index = 0; index < pages; index++) await writeFile(join(folder, `page-${index}.md`), page(index));
  const bare = median(Array.from({ length: 9 }, () => spawned(['-e', '0'])));
  const start = performance.now();
  const parses: number[] = [];
  const checks: number[] = [];
  let problems = 0;
  for (const file of await findDocuments([folder])) {
    const source = await readFile(file, 'utf8');
    const parsed = await timed(parses, () => parseRunbook(source, file));
    problems += (await timed(checks, () => check(parsed))) + parsed.problems.length;
  }
  const inProcess = performance.now() - start;
  const command = spawned(['runbook-runner/src/cli/bin.ts', 'check', folder]);
  const size = Buffer.byteLength(page(0));
  console.log(`${pages} runbooks of ${size} bytes, ${problems} problems`);
  console.log(`parse  median ${median(parses).toFixed(2)} ms a page`);
  console.log(`check  median ${median(checks).toFixed(2)} ms a page, judge included`);
  console.log(
    `total  ${inProcess.toFixed(0)} ms in one process, ${(inProcess / bare).toFixed(1)} × node -e 0 (${bare.toFixed(0)} ms)`,
  );
  console.log(`runbook check  ${command.toFixed(0)} ms, ${(command / bare).toFixed(1)} × node -e 0`);
} finally {
  await rm(folder, { recursive: true });
}

async function check({ runbook }: Parsed): Promise<number> {
  return runbook ? (await checkRunbook(runbook)).length : 0;
}

async function timed<Result>(times: number[], action: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await action();
  times.push(performance.now() - start);
  return result;
}

function spawned(args: readonly string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** Prose, lists, a table and 24 steps: no two pages, and no two steps, are the same text. */
function page(index: number): string {
  const steps = Array.from({ length: 24 }, (_, step) => section(index, step));
  return `---
title: Page ${index}
description: Une page de mesure.
runbook:
  id: page-${index}
  owner: exploitation
  reviewed: 2026-11-21
  duration: 5m
  variables:
    DOSSIER: { description: Dossier des archives, type: path, default: /srv/archives }
  requires: { commands: [sha256sum] }
---
${steps.join('')}`;
}

function section(index: number, step: number): string {
  return `
## Étape ${step} de la page ${index}

L’opérateur lit ce paragraphe avant d’exécuter la commande : il dit **ce qui va se passer**, ce qui est *attendu*, et renvoie
vers la [page suivante](./page-${index + 1}/) si le résultat n’est pas celui qui est montré ci-dessous, par exemple \`0 ligne\`.

- le service répond ;
- l’archive est là.

\`\`\`bash check="verification-${step}" timeout="30s"
nombre="$(find "$DOSSIER" -name 'archive-${index}-${step}-*.dump' | wc -l)"
@db psql -X --no-align --tuples-only --command 'select count(*) from copies_${step}'
echo "archives : $nombre"
\`\`\`

\`\`\`text output="verification-${step}"
…
archives : ${step}
\`\`\`
`;
}
