import { isOutput } from './attributes.ts';
import type { Block } from './block.ts';
import type { Collector, Place, Says } from './collector.ts';
import type { Fence } from './fence.ts';
import { codePoint } from './info-string.ts';

/** Reports what makes a fence other than what a reader sees or copies: its ends, its place, its characters. */
export function checkFence(fence: Fence, block: Block | null, collector: Collector): void {
  const lines = fence.text.split('\n');
  checkClosing(fence, lines, collector);
  if (!block || block.kind === 'example') return;
  if (fence.nested) reportNested(fence, collector);
  if (!isOutput(block.kind)) checkCommands(fence, block, lines, collector);
  checkInvisible(fence, lines, collector);
}

function checkClosing(fence: Fence, lines: readonly string[], collector: Collector): void {
  const opener = lines.findIndex((line) => opensAnother(line, fence.marks));
  if (fence.closed && opener < 0) return;
  collector.report(
    'fence-unclosed',
    { line: fence.line, column: fence.column, length: fence.marks.length + fence.info.length },
    {
      message: fence.closed
        ? `Ce bloc avale le suivant : la ligne ${fence.line + 1 + opener} en ouvre un autre à l’intérieur.`
        : 'Ce bloc n’est jamais fermé : il avale tout ce qui suit.',
      expected: `une ligne ${fence.marks} seule après la dernière ligne du bloc.`,
      action: fence.closed
        ? `Fermez-le avant cette ligne ; si elle en fait partie, ouvrez et fermez le bloc par une marque plus longue (${fence.marks}${fence.marks[0]}).`
        : 'Ajoutez-la.',
    },
  );
}

// A line that would close the block if it had no info string is most likely the opening of the next one.
function opensAnother(line: string, marks: string): boolean {
  if (!line.includes(marks[0] ?? '')) return false;
  const opening = /^ {0,3}(`{3,}|~{3,})[ \t]*[^\s`]/.exec(line)?.[1];
  return opening !== undefined && opening[0] === marks[0] && opening.length >= marks.length;
}

function reportNested(fence: Fence, collector: Collector): void {
  collector.report(
    'fence-nested',
    { line: fence.line, column: fence.column, length: fence.marks.length },
    {
      message:
        'Ce bloc est dans une liste ou une citation, ou indenté : ses lignes ne commencent pas où elles semblent commencer.',
      expected:
        'un bloc exécuté commence en première colonne, hors de toute liste, pour que le texte du fichier soit celui qui s’exécute.',
      action: 'Sortez-le de la liste (un titre par étape), sans indentation.',
    },
  );
}

function checkCommands(fence: Fence, block: Block, lines: readonly string[], collector: Collector): void {
  const { text, column } = block.language;
  if (text !== 'bash' && text !== 'sh') {
    collector.report(
      'language-not-run',
      { line: fence.line, column, length: text.length },
      {
        message: `Le langage « ${text} » ne s’exécute pas.`,
        expected: 'bash ou sh pour un bloc step, check ou undo.',
        action: 'Écrivez « bash », ou donnez ce texte à la commande qui le lit (psql, python3…) dans un bloc bash.',
      },
    );
  }
  if (lines.every((line) => /^\s*(#.*)?$/.test(line))) {
    collector.report('step-empty', wholeLine(fence), {
      message: `Le bloc « ${block.value} » n’a pas de commande.`,
      expected: 'au moins une commande.',
      action: 'Écrivez-la, ou retirez le bloc.',
    });
  }
  const prompt = lines.findIndex((line) => line.trim() !== '');
  if (/^\s*[$%>] /.test(lines[prompt] ?? '')) {
    collector.report(
      'prompt',
      { line: fence.line + 1 + prompt, column: 1, length: 2 },
      {
        message: `La commande commence par une invite : « ${lines[prompt]} ».`,
        expected: 'la commande seule, telle qu’elle se colle dans un terminal.',
        action: 'Retirez l’invite.',
      },
    );
  }
}

function wholeLine(fence: Fence): Place {
  return { line: fence.line, column: fence.column, length: fence.marks.length + fence.info.length };
}

function checkInvisible(fence: Fence, lines: readonly string[], collector: Collector): void {
  if (!invisible.test(fence.text)) return;
  for (const [index, line] of lines.entries()) {
    const found = invisible.exec(line);
    if (!found) continue;
    const says = found[0] === '\t' ? tab : zeroWidth(found[0]);
    const margin = fence.nested ? fence.column - 1 : 0;
    collector.report(
      found[0] === '\t' ? 'tab' : 'zero-width-character',
      { line: fence.line + 1 + index, column: margin + found.index + 1 },
      says,
    );
    return;
  }
}

const invisible = /[\t\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]/u;

const tab: Says = {
  message: 'Cette ligne contient une tabulation (U+0009).',
  expected: 'des espaces : une tabulation ne se voit pas, et collée dans un terminal elle complète un nom.',
  action: "Remplacez-la par des espaces, ou écrivez $'\\t' là où la commande en a besoin.",
};

function zeroWidth(character: string): Says {
  return {
    message: `Cette ligne contient un caractère invisible (${codePoint(character)}).`,
    expected: 'un texte dont chaque caractère se voit.',
    action: 'Supprimez ce caractère.',
  };
}
