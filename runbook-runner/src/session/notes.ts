import { toText } from './bytes.ts';
import type { Capture } from './capture.ts';

/**
 * What the step set and the next one will not see, in French; empty when everything lasts.
 * @param limits what every step starts with.
 */
export function notesOnLosses(
  capture: Capture,
  secrets: ReadonlyMap<string, string>,
  limits: readonly string[],
): readonly string[] {
  const { left } = capture;
  const limited = left.limits.filter((line) => !limits.includes(line));
  const notes: string[] = [];
  const note = (condition: boolean, text: string) => condition && notes.push(text);
  note(
    left.jobs.length > 0,
    `Les tâches d’arrière-plan ne sont pas reprises par l’étape suivante (jobs, fg, wait) : ${left.jobs.join(', ')}.`,
  );
  note(left.arguments > 0, `Les paramètres positionnels ($1…) ne durent qu’une étape : ${left.arguments} perdu(s).`);
  note(left.stack > 1, 'La pile de dossiers (pushd) ne dure qu’une étape ; le dossier courant est conservé.');
  note(left.aliases.length > 0, `Les alias ne durent qu’une étape : ${left.aliases.map(nameOfAlias).join(', ')}.`);
  note(
    left.disabled.length > 0,
    `Les commandes internes désactivées (enable -n) ne le sont que pour une étape : ${left.disabled.map((line) => line.replace('enable -n ', '')).join(', ')}.`,
  );
  note(
    left.descriptors.length > 0,
    `Les descripteurs ouverts ne durent qu’une étape : ${left.descriptors.join(', ')}.`,
  );
  note(
    left.handlers.length > 0,
    `Les trap ${left.handlers.join(' et ')} ne durent qu’une étape ; ceux des autres conditions sont gardés.`,
  );
  note(limited.length > 0, `Les limites (ulimit) ne durent qu’une étape : ${limited.map(nameOfLimit).join(', ')}.`);
  note(
    capture.status === 2 && /^return [013-9]/.test(capture.command),
    `L’étape s’est arrêtée sur « ${toText(capture.command)} » : hors d’une fonction, bash refuse return (statut 2) ; employez exit.`,
  );
  const given = [...secrets].map(([name, secret]) => ({ name, secret, variable: capture.variables.get(name) }));
  for (const { name, secret, variable } of given) {
    const value = variable?.values[0];
    note(
      value !== undefined && toText(value) !== secret,
      `Le secret « ${name} » a été modifié : l’étape suivante reçoit de nouveau la valeur de la cible.`,
    );
    note(
      value !== undefined && variable?.flags.includes('x') === true,
      `Le secret « ${name} » a été exporté : il ne l’est que pour cette étape.`,
    );
  }
  for (const { name, variable } of given) {
    note(
      variable?.values[0] === undefined,
      `Le secret « ${name} » a été effacé : l’étape suivante le reçoit de nouveau.`,
    );
  }
  return notes;
}

function nameOfAlias(line: string): string {
  return toText(/^alias (?:-- )?([^=]*)=/.exec(line)?.[1] ?? line);
}

/** `file size   (blocks, -f) 0` → `file size -f`. */
function nameOfLimit(line: string): string {
  return line.replace(/\s*\((?:[^,)]*, )?(-\w)\).*/, ' $1');
}
