import { createHash } from 'node:crypto';
import { readIfPresent } from '../disk/read-if-present.ts';
import { Failure } from '../failure.ts';
import type { RunStarted } from '../journal/record.ts';
import type { Plan } from '../plan/plan.ts';
import { servicesRecord } from './records.ts';

/** Throws `refused` when the target of today is not the one that the run began on: its text would act elsewhere. */
export function refuseOtherTarget(plan: Plan, run: RunStarted): void {
  const { target } = run;
  const changes = [...changesSince(plan, run), ...changedValues(plan, run)];
  if (changes.length === 0) return;
  throw new Failure('refused', {
    message: `la cible « ${target.name} » n’est plus celle du début de cette exécution :\n${changes.map((change) => `  ${change}`).join('\n')}`,
    where: plan.target.file,
    expected: 'la même machine, le même projet et les mêmes services',
    action: 'remettez ce qui a changé ; ou, après avoir vérifié la cible, abandonnez cette exécution (runbook abandon)',
  });
}

/** What the target says of itself that differs from what it said when a run began on it, in French. */
export function changesSince(plan: Pick<Plan, 'target' | 'identity'>, { target }: RunStarted): readonly string[] {
  const { host, machineId, cwd, project } = plan.identity;
  const today = { host, machineId: machineId ?? '', cwd, project: project ?? '' };
  const changed = Object.entries(today).filter(([fact, value]) => target.identity[fact] !== value);
  const services = servicesRecord(plan.target);
  const names = new Set([...Object.keys(services), ...Object.keys(target.services)]);
  const others = [...names].filter((name) => services[name] !== target.services[name]);
  return [
    ...changed.map(([fact, value]) => `${FACTS[fact] ?? fact} : « ${value} » au lieu de « ${target.identity[fact]} »`),
    ...(others.length > 0 ? [`ce que sont ${others.join(', ')}`] : []),
  ];
}

/** What services are given that differs from what they were given. */
function changedValues(
  { values: { serviceValues } }: Plan,
  { target: { values = {} } }: RunStarted,
): readonly string[] {
  const names = new Set([...serviceValues.keys(), ...Object.keys(values)]);
  return [...names]
    .filter((name) => serviceValues.get(name) !== values[name])
    .map(
      (name) => `${name}, que reçoit un service : ${said(serviceValues.get(name))} au lieu de ${said(values[name])}`,
    );
}

function said(value: string | undefined): string {
  return value === undefined ? 'rien' : `« ${value} »`;
}

const FACTS: Readonly<Record<string, string>> = {
  host: 'la machine',
  machineId: 'son identifiant (machine-id)',
  cwd: 'le dossier',
  project: 'ce que dit « identity »',
};

/** What to tell the operator when the page is no longer the one that the run began with; null: it is the same. */
export function pageChanged({ runbook }: RunStarted): string | null {
  const source = readIfPresent(runbook.file);
  if (source !== null && createHash('sha256').update(source).digest('hex') === runbook.sha256) return null;
  return `La page a changé depuis le début de cette exécution (${runbook.file}) : c’est le texte d’alors qui est exécuté.`;
}
