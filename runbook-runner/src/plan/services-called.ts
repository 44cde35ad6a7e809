import type { Runbook } from '../parse/runbook.ts';

/** The names that a runbook calls: in its steps, and to list the choices of its values. */
export async function servicesCalledBy({ steps, variables }: Runbook): Promise<ReadonlySet<string>> {
  const texts = [...steps.map(({ text }) => text), ...variables.flatMap(({ choices }) => choices?.command ?? [])];
  return new Set((await Promise.all(texts.map(servicesCalled))).flatMap((names) => [...names]));
}

/** The `@name` and `@name:verb` words in command position or argument of a wrapper, by the shell's syntax tree. */
export async function servicesCalled(text: string): Promise<ReadonlySet<string>> {
  const [{ forEachChild }, { shellTree }] = await Promise.all([import('unbash'), import('../shell-text/tree.ts')]);
  const found = new Set<string>();
  const visit = (node: Parameters<typeof forEachChild>[0]): void => {
    if (node.type === 'Word' && !node.parts && /^@[a-z][a-z0-9-]*(:[a-z]+)?$/.test(node.value)) found.add(node.value);
    forEachChild(node, visit);
  };
  visit(shellTree(text));
  return found;
}
