import { readFile } from 'node:fs/promises';
import type { RootContent } from 'mdast';
import { parseMarkdown } from '../../runbook-runner/src/parse/markdown.ts';
import { inlineText } from '../../runbook-runner/src/parse/plain-text.ts';

const page = new URL('../../content/reference/regles.md', import.meta.url);

/** The reference page of the rules: what it says of each, under a heading that is the rule's identifier. */
export async function readRulesPage(): Promise<{ introduction: string; sections: readonly RuleSection[] }> {
  const { children } = await parseMarkdown(await readFile(page, 'utf8'));
  const sections: RootContent[][] = [];
  for (const node of children) {
    if (node.type === 'heading') sections.push([]);
    sections.at(-1)?.push(node);
  }
  const first = children.find(({ type }) => type === 'paragraph') as RootContent;
  return {
    introduction: inlineText(first),
    sections: sections.filter(([heading]) => heading?.type === 'heading' && heading.depth === 3).map(toSection),
  };
}

export interface RuleSection {
  readonly id: string;
  /** The kinds of the blocks below the heading: a rule has a paragraph, an example and a paragraph. */
  readonly shape: readonly string[];
  readonly meaning: string;
  readonly example: string;
  readonly remedy: string;
}

function toSection([heading, meaning, example, remedy, ...more]: readonly RootContent[]): RuleSection {
  const text = (node: RootContent | undefined) => (node ? inlineText(node) : '');
  return {
    id: text(heading),
    shape: [meaning, example, remedy, ...more].map((node) => node?.type ?? 'nothing'),
    meaning: text(meaning),
    // A character that cannot be seen is written as its code.
    example:
      example?.type === 'code'
        ? example.value.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
            String.fromCharCode(Number.parseInt(code, 16)),
          )
        : '',
    remedy: text(remedy),
  };
}
