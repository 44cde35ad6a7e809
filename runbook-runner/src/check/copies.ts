import { chmodSync, chownSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskCause, systemCause } from '../disk/cause.ts';
import { replaceFile } from '../disk/replace-file.ts';
import { Failure } from '../failure.ts';
import type { Collector } from '../parse/collector.ts';
import { collectProblems } from '../parse/collector.ts';
import type { Problem } from '../parse/problem.ts';
import type { Copy, Runbook } from '../parse/runbook.ts';

/** The steps whose text is no longer, byte for byte, that of the file they say that it comes from. */
export function checkCopies(runbook: Runbook): readonly Problem[] {
  const collector = collectProblems(runbook.file, runbook.source);
  for (const copy of runbook.copies) {
    const file = read(copy, runbook, collector);
    if (file !== null && file !== copy.text) reportDifference(copy, file, collector);
  }
  return collector.sorted();
}

/**
 * Copies the files into the document where they differ.
 * @returns how many texts were replaced; what cannot be copied is left as it is, for `checkCopies` to tell.
 * @throws Failure `cannot-run` when the document cannot be written: it is as it was.
 */
export function fixCopies(runbook: Runbook): number {
  const lines = runbook.source.split('\n');
  let fixed = 0;
  // From the end, so that the lines before keep their numbers.
  for (const copy of runbook.copies.toReversed()) {
    const file = read(copy, runbook, null);
    if (file === null || file === copy.text || closes(file, copy)) continue;
    lines.splice(copy.line, copy.text.split('\n').length, ...file.split('\n'));
    fixed++;
  }
  if (fixed > 0) replaceKept(runbook.file, lines.join('\n'));
  return fixed;
}

/** The text of the file, without its last line feed, as a fence has it; null: it cannot be read. */
function read({ from, line }: Copy, { file }: Runbook, collector: Collector | null): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(dirname(file), from))).replace(/\n$/, '');
  } catch (error) {
    collector?.report('from-unreadable', placeOf(from, line, collector), {
      message: `Le fichier « ${from} », d’où vient le texte de cette étape, ne peut pas être lu (${systemCause(error)}).`,
      expected: 'un fichier du dossier de la page, en UTF-8.',
      action: 'Corrigez le chemin, ou remettez le fichier.',
    });
    return null;
  }
}

function reportDifference(copy: Copy, file: string, collector: Collector): void {
  const [own, other] = [copy.text.split('\n'), file.split('\n')];
  const rank = own.findIndex((line, index) => line !== other[index]);
  const at = rank === -1 ? own.length + 1 : rank + 1;
  collector.report('from-differs', placeOf(copy.from, copy.line, collector), {
    message: `Le texte de l’étape « ${copy.step} » n’est pas celui de « ${copy.from} » : il en diffère dès la ligne ${at} du bloc.`,
    expected: 'le texte du fichier, octet pour octet : il est écrit et éprouvé à un seul endroit.',
    action: closes(file, copy)
      ? `Le fichier contient une ligne « ${copy.marks} » : ouvrez et fermez le bloc par une clôture plus longue, puis « runbook check --fix ».`
      : 'Lancez « runbook check --fix », qui recopie le fichier ; si c’est la page qui est juste, corrigez le fichier.',
  });
}

/** Whether a line of the text would close the fence. */
function closes(text: string, { marks }: Copy): boolean {
  return text.split('\n').some((line) => line.trim().startsWith(marks));
}

function placeOf(from: string, line: number, { lines }: Collector) {
  const opening = lines[line - 1] ?? '';
  return { line, column: Math.max(0, opening.indexOf(from)) + 1, length: from.length };
}

/** Whole or not at all, with the owner and the mode that it had. */
function replaceKept(file: string, text: string): void {
  try {
    const path = realpathSync(file);
    const { mode, uid, gid } = statSync(path);
    replaceFile(path, text);
    chownSync(path, uid, gid);
    chmodSync(path, mode & 0o7777);
  } catch (error) {
    throw new Failure('cannot-run', {
      message: `cette page ne peut pas être réécrite (${systemCause(error)})`,
      where: file,
      expected: 'une page et un dossier où ce compte peut écrire',
      action:
        diskCause(error) === null
          ? 'corrigez leurs droits, puis relancez la commande'
          : 'faites de la place, puis relancez la commande',
    });
  }
}
