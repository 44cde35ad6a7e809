import { variableNameProblem } from '../parse/variable-name.ts';
import type { Service, Target } from './target.ts';
import { secretsOf, valuesOf } from './target.ts';

/** Why a service could never be given what it takes, in French; null: it could. */
export function impossibleGift(service: Service, { secrets, variables }: Target): string | null {
  const takes = `le service « ${service.name} » prend`;
  const unknown = secretsOf(service).find((secret) => !secrets.has(secret));
  if (unknown !== undefined) {
    const known = [...secrets.keys()].join(', ') || 'aucun';
    return `${takes} le secret ${unknown}, que « secrets » ne dit pas où lire (décrits : ${known})`;
  }
  for (const value of valuesOf(service)) {
    const source = variables.get(value);
    if (source?.from === 'list')
      return `${takes} la valeur ${value}, une liste, qui n’est pas une variable d’environnement`;
    if (source !== undefined) continue;
    if (secrets.has(value)) return `${takes} la valeur ${value}, qui est un secret : écrivez { secret: ${value} }`;
    const problem = variableNameProblem(value);
    if (problem !== null)
      return `${takes} la valeur ${value}, que « variables » ne donne pas, ni aucun runbook ne peut donner : ce nom ${problem}`;
  }
  return null;
}
