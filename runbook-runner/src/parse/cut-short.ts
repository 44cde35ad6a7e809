import type { SyntaxNode } from 'unbash';
import type { Block } from './block.ts';
import type { Collector } from './collector.ts';
import type { Fence } from './fence.ts';

/**
 * Reports the step that a line ``` of its own text has closed: its here-document has no end and the rest of it begins
 * a fence without language further down. Bash itself accepts such a document with a mere warning.
 */
export async function checkCutShort(
  fences: readonly Fence[],
  blocks: ReadonlyMap<Fence, Block>,
  collector: Collector,
): Promise<void> {
  for (const [index, fence] of fences.entries()) {
    const next = fences[index + 1];
    const block = blocks.get(fence);
    if (!block || !next || next.info !== '' || !fence.text.includes('<<')) continue;
    if (!(await endsInsideHereDocument(fence.text))) continue;
    collector.report(
      'fence-cut-short',
      { line: fence.endLine, column: fence.column, length: fence.marks.length },
      {
        message: `Cette ligne ferme le bloc « ${block.value} » (ligne ${fence.line}) au milieu d’un document en ligne.`,
        expected: 'un bloc dont les marques sont plus longues que celles de son texte.',
        action: `Ouvrez-le et fermez-le par ${fence.marks}${fence.marks[0]}.`,
      },
    );
  }
}

async function endsInsideHereDocument(text: string): Promise<boolean> {
  // Documents with such a fence are rare: the others do not pay for the shell's parser.
  const { forEachChild, parse } = await import('unbash');
  let open = false;
  const look = (node: SyntaxNode): void => {
    if (node.type === 'HereDoc' && node.closing === undefined) open = true;
    forEachChild(node, look);
  };
  look(parse(text));
  return open;
}
