import type { SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { lookUp, resolveText } from '../../shell-text/word.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';

/** `[[ $x -eq 1 ]]`, `-v` and `(( x ))` evaluate subscripts found in strings and in values: 'a[$(cmd)]' runs cmd. */
export function judgeHiddenArithmetic(node: SyntaxNode, frame: Frame, offset: number): void {
  forEachChild(node, (child) => {
    let text = '';
    if (child.type === 'Word') text = resolveText(child, frame.scope);
    else if (child.type === 'ArithmeticWord') {
      const names = child.value.match(/[A-Za-z_]\w*/gu) ?? [];
      text = names
        .map((name) => lookUp(name, null, frame.scope))
        .map((value) => (value?.kind === 'text' ? value.text : ''))
        .join(' ');
    }
    if (/\$\(|`/u.test(text)) {
      recordHazard(
        frame,
        offset,
        'EXPAND',
        'opaque',
        'Une substitution de commande est cachée dans une chaîne qui sera évaluée.',
      );
    }
    if (child.type !== 'Word') judgeHiddenArithmetic(child, frame, offset);
  });
}
