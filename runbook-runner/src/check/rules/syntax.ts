import type { StepRule } from '../rule.ts';

/** The text of a step must be shell that can be read: what cannot be read can be neither judged nor trusted. */
export const syntax: StepRule = ({ script, report }) => {
  const [error] = script.errors;
  if (!error) return;
  report('shell-syntax', Math.min(error.pos, Math.max(0, script.text.length - 1)), 1, {
    message: `Erreur de syntaxe du shell : ${error.message}.`,
    expected: 'un texte que bash accepte (bash -n).',
    action:
      'Corrigez-la ; si un document ou une chaîne se ferme plus bas dans la page, un ``` du texte a fermé le bloc trop tôt : ouvrez-le et fermez-le par ````.',
  });
};
