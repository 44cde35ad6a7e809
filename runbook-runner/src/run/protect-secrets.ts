import { Failure } from '../failure.ts';
import type { Needles } from '../mask/needles.ts';
import { collectNeedles } from '../mask/needles.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunView } from './view.ts';

/** What hides the plan's secrets. Throws for one that no mask could hide. */
export function protectedSecrets(plan: Plan, view: RunView): Needles {
  const needles = collectNeedles(plan.values.secrets);
  const [weak] = needles.refused;
  if (weak) {
    throw new Failure('refused', {
      message: `le secret ${weak.name} ne peut pas être masqué : ${weak.reason}`,
      where: plan.target.file,
      expected: 'un secret d’au moins 8 caractères, qui n’est pas un mot courant',
      action: 'changez ce secret sur la cible',
    });
  }
  for (const warning of needles.warnings) view.note(warning);
  return needles;
}
