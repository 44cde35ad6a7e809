import { Failure } from '../failure.ts';
import { textOfValue, variableValueProblem } from '../parse/variable-value.ts';
import type { SourceOptions } from '../targets/sources.ts';
import { readVariable } from '../targets/sources.ts';
import type { Target } from '../targets/target.ts';
import { valuesOf } from '../targets/target.ts';

/**
 * The values of the target that its services take and that the runbook does not declare, by name; each is read once. One that
 * cannot be read is left out when nothing calls a service that takes it: such a service says so when called.
 * @param called the names (`@db:stop`) that will be called.
 * @param declared the names of the runbook's own variables.
 * @throws Failure as `readVariable`, and `usage` for a value that no service can be given.
 */
export async function readServiceValues(
  called: ReadonlySet<string>,
  target: Target,
  declared: ReadonlySet<string>,
  env: Readonly<Record<string, string | undefined>>,
  how: SourceOptions,
): Promise<ReadonlyMap<string, string>> {
  const needed = new Set(target.services.flatMap((service) => valuesOf(service, called)));
  const found = new Map<string, string>();
  for (const name of new Set(target.services.flatMap((service) => valuesOf(service)))) {
    const source = target.variables.get(name);
    if (declared.has(name) || source === undefined) continue;
    try {
      const value = textOfValue(await readVariable(name, source, target, env, how));
      refuseUnfit(name, value, target);
      found.set(name, value);
    } catch (error) {
      if (needed.has(name) || !(error instanceof Failure)) throw error;
    }
  }
  return found;
}

function refuseUnfit(name: string, value: string, target: Target): void {
  const problem = value === '' ? 'est vide' : variableValueProblem({ type: 'string' }, value);
  if (problem === null) return;
  const takers = target.services.filter((service) => valuesOf(service).includes(name));
  throw new Failure('usage', {
    message: `${name} : « ${value} » ${problem}`,
    where: takers[0]?.where ?? target.file,
    expected: `un texte d’une ligne, que la cible « ${target.name} » donne à ${takers.map((taker) => `@${taker.name}`).join(', ')}`,
    action: 'corrigez ce que rend la source de cette valeur',
  });
}
