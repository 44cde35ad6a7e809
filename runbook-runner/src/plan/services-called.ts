import type { Runbook } from '../parse/runbook.ts';
import { withMembers } from '../targets/group.ts';
import type { Target } from '../targets/target.ts';

/**
 * The names that a runbook may call: in its steps, and to list the choices of its values. Also those between quotes, which
 * another shell may be given (`bash -c '@db true'`, a here-document), and not those of comments: of too many nothing is lost.
 * With a group's name come those of its services.
 */
export async function servicesCalledBy(
  { steps, variables }: Runbook,
  { groups }: Pick<Target, 'groups'>,
): Promise<ReadonlySet<string>> {
  const texts = [...steps.map(({ text }) => text), ...variables.flatMap(({ choices }) => choices?.command ?? [])];
  const words = (await Promise.all(texts.map(wordsOf))).flat();
  const names = words.flatMap((word) => word.match(/(?<![\w.:/@-])@[a-z][a-z0-9-]*(?::[a-z]+)?(?![\w@-])/g) ?? []);
  return withMembers(new Set(names), groups);
}

/** The `@name` and `@name:verb` words in command position or argument of a wrapper, by the shell's syntax tree. */
export async function servicesCalled(text: string): Promise<ReadonlySet<string>> {
  return new Set((await wordsOf(text)).filter((word) => /^@[a-z][a-z0-9-]*(:[a-z]+)?$/.test(word)));
}

/** Each word as it is written, with its quotes, and the body of each here-document. */
async function wordsOf(text: string): Promise<readonly string[]> {
  const [{ forEachChild }, { shellTree }] = await Promise.all([import('unbash'), import('../shell-text/tree.ts')]);
  const found: string[] = [];
  const visit = (node: Parameters<typeof forEachChild>[0]): void => {
    if (node.type === 'Word') found.push(node.text);
    if (node.type === 'HereDoc') found.push(node.body?.text ?? '');
    forEachChild(node, visit);
  };
  visit(shellTree(text));
  return found;
}
