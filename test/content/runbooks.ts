import { readdir, readFile } from 'node:fs/promises';
import { parseRunbook } from '../../runbook-runner/src/parse/parse-runbook.ts';
import type { Runbook } from '../../runbook-runner/src/parse/runbook.ts';

const folder = 'content/runbooks';

/** Every runbook of the site, by file name. Throws when one is invalid. */
export async function readRunbooks(): Promise<readonly Runbook[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(names.map((name) => readRunbook(name.slice(0, -'.md'.length))));
}

/** The runbook of content/runbooks/ID.md. */
export async function readRunbook(id: string): Promise<Runbook> {
  const file = `${folder}/${id}.md`;
  const { runbook, problems } = await parseRunbook(await readFile(file, 'utf8'), file);
  if (!runbook) throw new Error(problems.map(({ line, message }) => `${file}:${line} ${message}`).join('\n'));
  return runbook;
}

/** The text of a step: what an operator reads and runs. */
export function textOf(runbook: Runbook, id: string): string {
  const step = runbook.steps.find((candidate) => candidate.id === id);
  if (!step) throw new Error(`${runbook.file} n’a pas d’étape « ${id} ».`);
  return step.text;
}

/** The text of a tool that pages carry. */
export function readTool(name: string): Promise<string> {
  return readFile(new URL(`../../content/runbooks/outils/${name}.sh`, import.meta.url), 'utf8');
}
