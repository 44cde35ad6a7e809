import { quotedStep } from '../french/step-name.ts';
import type { Machine } from '../machine/machine.ts';
import { commandsOf, groupCall, oneAtATime } from '../targets/group.ts';
import type { Service } from '../targets/target.ts';
import { commandName, passedTo, valuesOf, verbs } from '../targets/target.ts';
import type { Plan, PlannedStep } from './plan.ts';
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
    for (const name of await servicesCalled(planned.step.text)) unmet.push(...unmetCall(name, planned, offered, plan));
  }
  return unmet;
}

/** What a step calls under this name, a group's or a service's, and the target cannot do. */
function unmetCall(
  name: string,
  { step }: PlannedStep,
  offered: ReadonlySet<string>,
  plan: Pick<Plan, 'runbook' | 'target'>,
): readonly Unmet[] {
  const { target, runbook } = plan;
  const call = groupCall(name, target.groups);
  const commands = call === null ? [name] : commandsOf(call.group, call.verb);
  const where = `${runbook.file}:${step.line}:1`;
  if (call !== null && commands === null) {
    const { why, action } = oneAtATime(call);
    return [{ message: `l’étape ${quotedStep(step)} appelle ${name} : ${why}`, where, action }];
  }
  return (commands ?? []).flatMap((command) => {
    const caller = `l’étape ${quotedStep(step)} appelle ${call === null ? name : `${name}, donc ${command}`}`;
    const unfit = target.services.flatMap((service) => unfitFor(service, command, caller, plan));
    if (offered.has(command)) return unfit;
    const message = `${caller}, que la cible « ${target.name} » n’offre pas`;
    const service = command.replace(/^@|:.*$/g, '');
    const known = target.services.some(({ name }) => name === service);
    const none = known ? '' : ` (« ${service}: { absent: true } » si cette installation ne l’a pas)`;
    const action = `décrivez ce service dans ${target.file}${none}, ou choisissez une autre cible`;
    return [...unfit, { message, where, action }];
  });
}

/** What a service takes from the runbook or the target, when a step calls it, and cannot be given. */
function unfitFor(
  service: Service,
  command: string,
  caller: string,
  { runbook, target }: Pick<Plan, 'runbook' | 'target'>,
): readonly Unmet[] {
  const called = new Set([command]);
  const declared = runbook.variables.filter(({ secret }) => !secret);
  const lists = new Set(declared.filter(({ type }) => type === 'list').map(({ name }) => name));
  const known = new Set([...target.variables.keys(), ...declared.map(({ name }) => name)]);
  const unfit = (name: string): Pick<Unmet, 'message' | 'action'> => ({
    message: `${caller}, à qui la cible passe ${name} : une liste n’est pas une variable d’environnement`,
    action: `retirez ${name} de ce service ; l’étape en donne les éléments à la commande`,
  });
  const missing = (name: string): Pick<Unmet, 'message' | 'action'> => ({
    message: `${caller}, qui prend la valeur ${name} : ni la cible « ${target.name} » ni ce runbook n’en donnent`,
    action: `donnez ${name} dans « variables » de cette cible`,
  });
  const values = valuesOf(service, called);
  return [
    ...[...values, ...passedTo(service, called)].filter((name) => lists.has(name)).map(unfit),
    ...values.filter((name) => !known.has(name)).map(missing),
  ].map((unmet) => ({ ...unmet, where: service.where }));
}
