import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Problem, Runbook } from '../../runbook-runner/src/index.ts';
import {
  checkRunbook,
  checkSameIds,
  findDocuments,
  formatProblems,
  plural,
  readRunbook,
} from '../../runbook-runner/src/index.ts';

/** Refuses to build when a document of `content/` is invalid, with every problem at once, as `runbook check` does. */
export function checkContent(): AstroIntegration {
  return {
    name: 'runbook-check',
    hooks: {
      'astro:config:setup': async ({ command, config, logger }) => {
        if (command !== 'build') return;
        const root = fileURLToPath(config.root);
        const found = await problemsIn(join(root, 'content'));
        if (found.length === 0) return;
        const problems = found.map((problem) => ({ ...problem, file: relative(root, problem.file) }));
        const errors = problems.filter(({ severity }) => severity === 'error').length;
        const text = `\n${formatProblems(problems, { color: false })}`;
        if (errors === 0) logger.warn(text);
        else {
          logger.error(text);
          throw new Error(`${plural(errors, 'erreur')} dans les pages : le site n’est pas construit.`);
        }
      },
    },
  };
}

async function problemsIn(folder: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  const runbooks: Runbook[] = [];
  for (const path of await findDocuments([folder])) {
    const parsed = await readRunbook(path);
    problems.push(...parsed.problems);
    if (!parsed.runbook) continue;
    runbooks.push(parsed.runbook);
    problems.push(...(await checkRunbook(parsed.runbook)));
  }
  return [...problems, ...checkSameIds(runbooks, ({ source }) => source)];
}
