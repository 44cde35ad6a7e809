import type { ParsedScript, SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { INHERITED } from '../../shell-text/stdin.ts';
import { isPlain } from '../../shell-text/tree.ts';
import { resolveText } from '../../shell-text/word.ts';
import { judgeName } from './assignment.ts';
import { judgeValue } from './carried-command.ts';
import { judgeEvaluated, judgeHiddenArithmetic } from './hidden-arithmetic.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';
import { copyOf, forgetVariables } from './scope.ts';
import { judgeScript } from './shell.ts';

/** Judges every substitution in the words of a node, whatever quotes or expansions they are in. */
export function visitWords(node: SyntaxNode, frame: Frame): void {
  const visit = (child: SyntaxNode): void => {
    if (isPlain(child)) return;
    switch (child.type) {
      case 'CommandExpansion':
      case 'ProcessSubstitution':
      case 'ArithmeticCommandExpansion':
        if (child.script) judgeScript(child.script, substituted(child.script, child.pos, frame), INHERITED);
        else recordHazard(frame, child.pos, 'SYNTAX', 'opaque', 'Substitution de commande qui n’a pas pu être lue.');
        return;
      case 'CompoundList':
      case 'Statement':
        return;
      case 'Assignment':
        if (child.index) judgeEvaluated(child.index, frame, child.pos);
        if (child.value.type === 'ArrayValue')
          for (const element of child.value.elements)
            if (element.text.startsWith('[')) judgeEvaluated(element, frame, child.pos);
        break;
      case 'ParameterExpansion':
        if (child.index) judgeEvaluated(child.index, frame, child.pos);
        if (child.operation?.type === 'Slice') {
          judgeEvaluated(child.operation.offset, frame, child.pos);
          if (child.operation.length) judgeEvaluated(child.operation.length, frame, child.pos);
        }
        if (child.operation?.type === 'Transform' && child.operation.operand.value === 'P') {
          recordHazard(frame, child.pos, 'EXPAND', 'opaque', '« ${…@P} » exécute le contenu d’une variable.');
        }
        if (child.operation?.type === 'Default' && child.operation.operator.endsWith('=')) {
          judgeName(child.parameter, 'lasting', frame, child.pos);
          judgeValue(resolveText(child.operation.operand, frame.scope), frame, child.pos);
          forgetVariables(frame.scope, [child.parameter]);
        }
        break;
      case 'ArithmeticExpansion':
        judgeHiddenArithmetic(child, frame, child.pos);
        break;
      default:
    }
    forEachChild(child, visit);
  };
  forEachChild(node, visit);
}

function substituted(script: ParsedScript, offset: number, frame: Frame): Frame {
  const anchor = script.source === undefined ? frame.anchor : (frame.anchor ?? offset);
  return { ...frame, anchor, scope: copyOf(frame.scope), captured: true };
}
