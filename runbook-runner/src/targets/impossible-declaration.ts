import { suggest } from '../parse/nearest.ts';
import type { Declaration, Target } from './target.ts';

/** Why an application could never be asked what it declares, in French; null: it could. */
export function impossibleDeclaration(
  { service: asked }: Declaration,
  { services, groups }: Pick<Target, 'services' | 'groups'>,
): string | null {
  const group = groups.find(({ name }) => name === asked);
  if (group) return `« ${asked} » est un groupe : nommez l’un de ses services (${group.members.join(', ')})`;
  const service = services.find(({ name }) => name === asked);
  if (!service) {
    const known = services.map(({ name }) => name);
    return `« ${asked} » n’est pas un service de cette cible. ${suggest(asked, known)}`;
  }
  return service.verbs.has('exec') ? null : `rien ne peut être demandé à « ${asked} », où aucune commande ne s’exécute`;
}
