import type { Nodes, Root } from 'mdast';
import type { Collector } from './collector.ts';

/** Reports what looks like a block in the file but is none for Markdown, so that it would silently never run. */
export function checkIgnoredFences(root: Root, blocks: readonly Lines[], collector: Collector): void {
  const covered = coveredLines(blocks);
  collector.lines.forEach((line, index) => {
    const marks = opening.exec(line);
    // Its closing line says nothing more.
    if (!marks || marks[0].length === line.trimEnd().length || covered.has(index + 1)) return;
    collector.report(
      'fence-ignored',
      { line: index + 1, column: marks[0].length - (marks[1]?.length ?? 0) + 1, length: line.trim().length },
      {
        message:
          'Cette ligne ressemble à l’ouverture d’un bloc, mais Markdown n’en fait pas un : ces commandes ne s’exécuteraient jamais.',
        expected: 'un bloc hors de tout HTML et de tout commentaire, sans accent grave dans sa ligne d’ouverture.',
        action:
          'Laissez une ligne vide après la balise HTML, retirez le commentaire, ou corrigez la ligne d’ouverture.',
      },
    );
  });
  // Most documents have no such tag: their nodes are not looked through.
  if (!collector.lines.some((line) => line.includes('<') && forbidden.test(line))) return;
  for (const node of htmlNodes(root)) {
    const tag = forbidden.exec(node.value);
    if (!tag || !node.position) continue;
    collector.report(
      'html-code',
      { line: node.position.start.line, column: node.position.start.column },
      {
        message: `La balise <${tag[1]}> montre ou cache du texte hors des blocs du document.`,
        expected: 'toute commande montrée dans un bloc ``` qui dit s’il s’exécute.',
        action: 'Remplacez-la par un bloc ```text ou ```bash example="raison".',
      },
    );
  }
}

const opening = /^ {0,3}(`{3,}|~{3,})/;
const forbidden = /<(pre|code|script|style|textarea)\b/i;

function coveredLines(blocks: readonly Lines[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const block of blocks) for (let line = block.line; line <= block.endLine; line++) lines.add(line);
  return lines;
}

function* htmlNodes(node: Nodes): Generator<Nodes & { type: 'html' }> {
  if (node.type === 'html') yield node;
  else if ('children' in node) for (const child of node.children) yield* htmlNodes(child);
}

/** What a block covers, its marks included. */
interface Lines {
  readonly line: number;
  readonly endLine: number;
}
