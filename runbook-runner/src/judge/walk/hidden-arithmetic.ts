import type { ArithmeticWord, SyntaxNode, Word } from 'unbash';
import { forEachChild } from 'unbash';
import { lookUp, resolveParts, resolveText } from '../../shell-text/word.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';

/** `[[ $x -eq 1 ]]`, `-v` and `(( x ))` evaluate subscripts found in strings and in values: 'a[$(cmd)]' runs cmd. */
export function judgeHiddenArithmetic(node: SyntaxNode, frame: Frame, offset: number): void {
  if (node.type === 'ArithmeticWord') return judgeEvaluated(node, frame, offset);
  forEachChild(node, (child) => {
    if (child.type === 'Word') judgeEvaluated(child, frame, offset);
    else judgeHiddenArithmetic(child, frame, offset);
  });
}

/** A word that is expanded once as usual, and then once more: a subscript, an offset, an operand. */
export function judgeEvaluated(word: Word | ArithmeticWord, frame: Frame, offset: number): void {
  const texts = word.type === 'Word' ? [resolveText(word, frame.scope)] : arithmeticTexts(word, frame);
  if (!texts.some((text) => /\$\(|`/u.test(text))) return;
  recordHazard(
    frame,
    offset,
    'EXPAND',
    'opaque',
    'Une substitution de commande est cachée dans une chaîne qui sera évaluée.',
  );
}

function arithmeticTexts({ value, parts }: ArithmeticWord, { scope }: Frame): readonly string[] {
  const names = value.match(/[A-Za-z_]\w*/gu) ?? [];
  const values = names.map((name) => lookUp(name, null, scope));
  return [
    ...(parts ? [resolveParts(parts, scope)] : []),
    ...values.map((known) => (known?.kind === 'text' ? known.text : '')),
  ];
}
