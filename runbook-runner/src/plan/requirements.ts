import { quotedStep } from '../french/step-name.ts';
import type { Machine } from '../machine/machine.ts';
import type { Service } from '../targets/target.ts';
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
  const lists = new Set(plan.runbook.variables.filter(({ type }) => type === 'list').map(({ name }) => name));
  const offered = new Set(
    plan.target.services.flatMap((service) =>
      verbs.filter((verb) => service.verbs.has(verb)).map((verb) => commandName(service, verb)),
    ),
  );
  for (const planned of [...plan.steps, ...plan.undos.values()]) {
    for (const name of await servicesCalled(planned.step.text)) {
      const list = passedTo(name, plan.target.services).find((variable) => lists.has(variable));
      if (list !== undefined) {
        unmet.push({
          message: `l’étape ${quotedStep(planned.step)} appelle ${name}, à qui la cible passe ${list} : une liste n’est pas une variable d’environnement`,
          action: `retirez ${list} de « pass » dans ${plan.target.file} ; l’étape en donne les éléments à la commande`,
        });
      }
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

/** The values of the runbook that the command called `name` is given. */
function passedTo(name: string, services: readonly Service[]): readonly string[] {
  const called = services.flatMap((service) =>
    [...service.verbs].flatMap(([verb, { env }]) => (commandName(service, verb) === name ? [...env.values()] : [])),
  );
  return called.flatMap((value) => (value.kind === 'variable' ? [value.name] : []));
}
