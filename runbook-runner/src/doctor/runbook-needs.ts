import type { Runbook } from '../parse/runbook.ts';
import { servicesCalledBy } from '../plan/services-called.ts';
import type { Target } from '../targets/target.ts';
import { secretsOf, valuesOf } from '../targets/target.ts';
import type { TargetValues } from './values.ts';

/** Those of a runbook and of all the services, as a run masks them. */
export function secretsOfRun(runbook: Runbook, { read, secrets }: TargetValues): ReadonlyMap<string, string> {
  const names = new Set([...declared(runbook), ...read.services.flatMap((service) => secretsOf(service))]);
  return new Map([...secrets].filter(([name]) => names.has(name)));
}

/**
 * The names of those without which a run could not begin: its own, those of the services that it calls, and, whatever it
 * calls, those of any service that no mask could hide.
 */
export async function neededSecrets(runbook: Runbook, { read, needles }: TargetValues): Promise<readonly string[]> {
  const called = await servicesCalledBy(runbook, read);
  const weak = new Set(needles.refused.map(({ name }) => name));
  const ofServices = read.services.flatMap((service) => [
    ...secretsOf(service, called),
    ...secretsOf(service).filter((name) => weak.has(name)),
  ]);
  return [...declared(runbook), ...ofServices];
}

/** The names of the values of the target that the services it calls take, and that it does not declare itself. */
export async function neededValues(
  runbook: Runbook,
  target: Pick<Target, 'services' | 'groups'>,
): Promise<readonly string[]> {
  const called = await servicesCalledBy(runbook, target);
  const own = new Set(runbook.variables.map(({ name }) => name));
  return target.services.flatMap((service) => valuesOf(service, called)).filter((name) => !own.has(name));
}

function declared({ variables }: Runbook): readonly string[] {
  return variables.filter(({ secret }) => secret).map(({ name }) => name);
}
