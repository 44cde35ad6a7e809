import type { PipelineNode } from 'unbash';
import { exactValue } from '../../shell-text/argument.ts';
import { placeIn } from '../shell/context.ts';
import { commandsRunning } from '../shell/script.ts';
import type { StepRule } from '../step-rule.ts';

/** Constructs whose exit status is not the one their author means. */
export const hiddenStatus: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(declaring, script)) {
    const name = exactValue(command.words[0]);
    if (name !== command.run.program) continue;
    const hidden = command.node.args.find((argument) => /=.*(?:\$\((?!\()|`)/s.test(argument.text));
    if (!hidden) continue;
    const { offset, length } = placeIn(command.anchor, hidden);
    report('status-hidden', offset, length, {
      message: `« ${name} » réussit même si la commande dont il prend la sortie échoue.`,
      expected: `deux lignes : X=$(…), puis ${name} X.`,
      action: 'Séparez l’affectation de la déclaration.',
    });
  }
};

/** `((n++))` returns 1 when n was 0, which ends a step under `set -e`. */
export const arithmeticStatus: StepRule = ({ script, report }) => {
  for (const node of script.arithmetic) {
    if (!/^\s*[A-Za-z_]\w*\s*(\+\+|--)\s*$/.test(node.body)) continue;
    report('arithmetic-status', node.pos, node.end - node.pos, {
      message: `((${node.body.trim()})) finit avec le statut 1 quand la variable vaut 0 : sous set -e, l’étape s’arrête là.`,
      expected: 'une affectation : n=$((n + 1)).',
      action: 'Réécrivez-la ainsi.',
    });
  }
};

/** `a && b || c` runs c when b fails too. */
export const andOr: StepRule = ({ script, report }) => {
  for (const node of script.andOrs) {
    const { operators } = node;
    const either = operators.findIndex((operator, index) => operator === '||' && operators[index - 1] === '&&');
    if (either < 0 || cannotFail(node.commands[either])) continue;
    report('and-or', node.pos, node.end - node.pos, {
      message: 'Dans « a && b || c », c s’exécute aussi quand b échoue : ce n’est pas « si a alors b sinon c ».',
      expected: 'if a; then b; else c; fi',
      action: 'Écrivez la condition en entier.',
    });
  }
};

const declaring = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);

function cannotFail(node: PipelineNode | undefined): boolean {
  return node?.type === 'Command' && /^(echo|printf|true|:)$/.test(node.name?.value ?? '');
}
