import { quotedStep } from '../french/step-name.ts';
import type { Machine } from '../machine/machine.ts';
import type { Service } from '../targets/target.ts';
import { commandName, passedTo, valuesOf, verbs } from '../targets/target.ts';
import type { Plan } from './plan.ts';
import { servicesCalled } from './services-called.ts';

/** Something the plan needs and the target does not have. In French. */
export interface Unmet {
  readonly message: string;
  /** Null: in the runbook. */
  readonly where: string | null;
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
        where: null,
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
      for (const service of plan.target.services)
        unmet.push(...unfitFor(service, name, quotedStep(planned.step), plan));
      if (!offered.has(name)) {
        unmet.push({
          message: `l’étape ${quotedStep(planned.step)} appelle ${name}, que la cible « ${plan.target.name} » n’offre pas`,
          where: null,
          action: `décrivez ce service dans ${plan.target.file}, ou choisissez une autre cible`,
        });
      }
    }
  }
  return unmet;
}

/** What a service takes from the runbook or the target, when a step calls it, and cannot be given. */
function unfitFor(
  service: Service,
  command: string,
  step: string,
  { runbook, target }: Pick<Plan, 'runbook' | 'target'>,
): readonly Unmet[] {
  const called = new Set([command]);
  const declared = runbook.variables.filter(({ secret }) => !secret);
  const lists = new Set(declared.filter(({ type }) => type === 'list').map(({ name }) => name));
  const known = new Set([...target.variables.keys(), ...declared.map(({ name }) => name)]);
  const unfit = (name: string): Pick<Unmet, 'message' | 'action'> => ({
    message: `l’étape ${step} appelle ${command}, à qui la cible passe ${name} : une liste n’est pas une variable d’environnement`,
    action: `retirez ${name} de ce service ; l’étape en donne les éléments à la commande`,
  });
  const missing = (name: string): Pick<Unmet, 'message' | 'action'> => ({
    message: `l’étape ${step} appelle ${command}, qui prend la valeur ${name} : ni la cible « ${target.name} » ni ce runbook n’en donnent`,
    action: `donnez ${name} dans « variables » de cette cible`,
  });
  const values = valuesOf(service, called);
  return [
    ...[...values, ...passedTo(service, called)].filter((name) => lists.has(name)).map(unfit),
    ...values.filter((name) => !known.has(name)).map(missing),
  ].map((unmet) => ({ ...unmet, where: service.where }));
}
