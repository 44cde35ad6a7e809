import { z } from 'zod';
import { suggest } from '../parse/nearest.ts';

/** `{ group: [beat, worker] }`: services of the same target, under one name. */
export function groupSchema(name: z.ZodType<string>) {
  return z.strictObject({ group: z.array(name).nonempty('le nom d’au moins un service est attendu') });
}

/** Refuses what a group names and that is no service beside it. */
export function refuseStrangers(services: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const groups = Object.entries(services).flatMap(([name, form]) =>
    isGroup(form) ? [{ name, members: form.group }] : [],
  );
  const known = Object.keys(services).filter((name) => !isGroup(services[name]));
  for (const { name, members } of groups) {
    for (const [index, member] of members.entries()) {
      const message = problemOf(member, members.indexOf(member) < index, services[member], known);
      if (message !== null) context.addIssue({ code: 'custom', path: [name, 'group', index], message });
    }
  }
}

function problemOf(member: string, again: boolean, form: unknown, known: readonly string[]): string | null {
  if (form === undefined) return `« ${member} » n’est pas un service de cette cible. ${suggest(member, known)}`;
  if (isGroup(form)) return `« ${member} » est un groupe : nommez ses services (${form.group.join(', ')})`;
  return again ? `« ${member} » y est deux fois` : null;
}

export function isGroup(form: unknown): form is { readonly group: readonly string[] } {
  return typeof form === 'object' && form !== null && 'group' in form;
}
