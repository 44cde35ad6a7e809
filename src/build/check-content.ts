import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { checkRunbook } from '../../runbook-runner/src/check/check-runbook.ts';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import type { Problem } from '../../runbook-runner/src/parse/problem.ts';

/** Refuses to build when a document of `content/` is invalid, with every problem at once, as `runbook check` does. */
export function checkContent(): AstroIntegration {
  return {
    name: 'runbook-check',
    hooks: {
      'astro:config:setup': async ({ command, config, logger }) => {
        if (command !== 'build') return;
        const root = fileURLToPath(config.root);
        const problems = await problemsIn(join(root, 'content'), root);
        for (const problem of problems) {
          const say = problem.severity === 'error' ? logger.error : logger.warn;
          say.call(logger, problemText(problem));
        }
        const errors = problems.filter((problem) => problem.severity === 'error').length;
        if (errors > 0)
          throw new Error(`${errors} erreur${errors > 1 ? 's' : ''} dans les pages : le site n’est pas construit.`);
      },
    },
  };
}

async function problemsIn(folder: string, root: string): Promise<Problem[]> {
  const names = await readdir(folder, { recursive: true });
  const problems: Problem[] = [];
  for (const name of names.filter((path) => path.endsWith('.md')).sort()) {
    const path = join(folder, name);
    const { runbook, problems: found } = await parseRunbook(await readFile(path, 'utf8'), relative(root, path));
    problems.push(...found);
    if (runbook) problems.push(...(await checkRunbook(runbook)));
  }
  return problems;
}

function problemText(problem: Problem): string {
  const where = `${problem.file}:${problem.line}:${problem.column}`;
  return `${where} ${problem.rule}\n  ${problem.message}\n  Attendu : ${problem.expected}\n  À faire : ${problem.action}`;
}
