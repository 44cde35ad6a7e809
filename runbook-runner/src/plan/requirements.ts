import { quotedStep } from '../french/step-name.ts';
import type { Machine } from '../machine/machine.ts';
import { commandName, verbs } from '../targets/target.ts';
import type { Plan } from './plan.ts';
import { servicesCalled } from './services-called.ts';

/** Something the plan needs and the target does not have. In French. */
export interface Unmet {
  readonly message: string;
  readonly action: string;
}

/** What is missing before the first step: commands, services and their verbs. Nothing is executed. */
export async function unmetRequirements(
  plan: Pick<Plan, 'runbook' | 'target' | 'steps' | 'undos'>,
  { has }: Pick<Machine, 'has'>,
): Promise<readonly Unmet[]> {
  const unmet: Unmet[] = [];
  for (const command of plan.runbook.requires.commands) {
    if (!(await has(command))) {
      unmet.push({
        message: `la commande « ${command} », que ce runbook demande, n’est pas installée`,
        action: `installez « ${command} » sur la machine d’où vous lancez le runbook`,
      });
    }
  }
  const offered = new Set(
    plan.target.services.flatMap((service) =>
      verbs.filter((verb) => service.verbs.has(verb)).map((verb) => commandName(service, verb)),
    ),
  );
  for (const planned of [...plan.steps, ...plan.undos.values()]) {
    for (const name of await servicesCalled(planned.step.text)) {
      if (!offered.has(name)) {
        unmet.push({
          message: `l’étape ${quotedStep(planned.step)} appelle ${name}, que la cible « ${plan.target.name} » n’offre pas`,
          action: `décrivez ce service dans ${plan.target.file}, ou choisissez une autre cible`,
        });
      }
    }
  }
  return unmet;
}
