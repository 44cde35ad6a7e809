import type { Root } from 'mdast';
import type { Collector, Place } from './collector.ts';
import type { RunbookFrontMatter } from './front-matter-schema.ts';
import { readYaml } from './front-matter-yaml.ts';

/**
 * Reads the front matter and reports each of its faults at the key or the value it is about.
 * A document without a `runbook:` key is an ordinary page.
 */
export function readFrontMatter(root: Root, collector: Collector): FrontMatter {
  const node = root.children[0];
  if (node?.type !== 'yaml') {
    if (/^---[ \t]*$/.test(collector.lines[0] ?? '') && collector.lines.some((line) => /^runbook:/.test(line)))
      unclosed(collector);
    return { kind: 'page', misspelt: null };
  }
  return readYaml(node.value, collector);
}

function unclosed(collector: Collector): void {
  collector.report(
    'front-matter-syntax',
    { line: 1, column: 1, length: 3 },
    {
      message: 'L’en-tête ouvert par « --- » n’est pas fermé.',
      expected: 'une ligne « --- » seule, au début de ligne, après la dernière clé de l’en-tête.',
      action: 'Ajoutez cette ligne avant le texte de la page.',
    },
  );
}

export type FrontMatter =
  | { readonly kind: 'page'; readonly misspelt: MisspeltKey | null }
  | { readonly kind: 'runbook'; readonly header: Header | null };

export interface Header {
  readonly title: string;
  readonly description: string;
  readonly runbook: RunbookFrontMatter;
}

/** A key that looks like `runbook`. */
export interface MisspeltKey extends Place {
  readonly key: string;
}
