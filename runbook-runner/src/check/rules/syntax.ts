import { shellErrorText } from '../../shell-text/error-text.ts';
import type { StepRule } from '../step-rule.ts';

/** The text of a step must be shell that can be read: what cannot be read can be neither judged nor trusted. */
export const syntax: StepRule = ({ script, report }) => {
  const [error] = script.errors;
  if (!error) return;
  report('shell-syntax', Math.min(error.pos, Math.max(0, script.text.length - 1)), 1, {
    message: `Erreur de syntaxe du shell : ${shellErrorText(error.message)}.`,
    expected: 'un texte que bash accepte (bash -n).',
    action:
      'Corrigez-la ; si un document ou une chaîne se ferme plus bas dans la page, un ``` du texte a fermé le bloc trop tôt : ouvrez-le et fermez-le par ````.',
  });
};

/** Bash accepts a here-document without an end with a mere warning, and gives it the rest of the step. */
export const heredocUnclosed: StepRule = ({ script, report }) => {
  for (const { node, offset } of script.hereDocs) {
    if (node.closing !== undefined) continue;
    const name = node.delimiter?.value ?? '';
    report('heredoc-unclosed', offset, node.operator.length + (node.delimiter?.text.length ?? 0), {
      message: `Le document en ligne « ${name} » n’a pas de fin : il avale la suite de l’étape.`,
      expected: `une ligne « ${name} » seule, sans espace devant ni derrière.`,
      action: 'Ajoutez-la, ou corrigez son indentation.',
    });
  }
};
