import type { StepRule } from '../step-rule.ts';

/** `danger` does not show where the file is read as plain Markdown. */
export const dangerUnsaid: StepRule = ({ step, reportFence }) => {
  if (step.danger === null || step.prose !== '') return;
  reportFence('danger-unsaid', {
    message: `Le danger de « ${step.id} » n’est dit que dans un attribut, invisible sur une forge.`,
    expected: 'une phrase avant le bloc, qui dit ce qui peut être perdu.',
    action: 'Écrivez-la entre le titre et le bloc.',
  });
};

/** A runbook that acts and verifies nothing cannot tell success from its appearance. */
export const nothingVerified: StepRule = ({ step, runbook, reportFence }) => {
  const firstAction = runbook.steps.find(({ kind }) => kind === 'action');
  if (step !== firstAction || runbook.steps.some(({ kind, expectation }) => kind === 'check' || expectation !== null))
    return;
  reportFence('nothing-verified', {
    message: 'Ce runbook agit et ne vérifie rien : un échec silencieux y passerait pour un succès.',
    expected: 'au moins un bloc check="…" ou une sortie attendue output="…".',
    action: 'Ajoutez une vérification que l’échec de l’étape ferait échouer.',
  });
};
