import { Failure } from '../failure.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Journal } from '../journal/writer.ts';
import { holdsSecret } from '../mask/find-secret.ts';
import { maskText } from '../mask/mask-text.ts';
import type { Needles } from '../mask/needles.ts';
import { collectNeedles } from '../mask/needles.ts';
import type { Plan } from '../plan/plan.ts';
import { allSecrets } from '../plan/values.ts';
import { servicesRecord } from './records.ts';
import type { RunView } from './view.ts';

/**
 * What hides the plan's secrets.
 * @throws Failure `refused` for one that no mask could hide, or that the plan itself shows.
 */
export function protectedSecrets(plan: Plan, view: RunView): Needles {
  const secrets = allSecrets(plan.values);
  const needles = collectNeedles(secrets);
  const [weak] = needles.refused;
  if (weak) {
    throw new Failure('refused', {
      message: `le secret ${weak.name} ne peut pas être masqué : ${weak.reason}`,
      where: `${plan.target.file}, « secrets » de la cible « ${plan.target.name} »`,
      expected: 'un secret d’au moins 8 caractères, qui n’est pas un mot courant ; il peut avoir plusieurs lignes',
      action: 'changez ce secret là où il sert, puis dans sa source',
    });
  }
  for (const warning of needles.warnings) view.note(warning);
  for (const [name, value] of secrets) refuseShown(name, value, plan);
  return needles;
}

/** What is written to the journal and shown before any output: a secret there would be hidden by no mask. */
function refuseShown(name: string, value: string, { runbook, target, identity, values, steps, undos }: Plan): void {
  // Shorter, it is masked as a whole word only, and may well be a word of the page.
  if (Buffer.byteLength(value) < LONG_ENOUGH) return;
  const needles = collectNeedles(new Map([[name, value]]));
  const holds = (text: string): boolean => holdsSecret(needles, Buffer.from(text));
  const refuse = (what: string, where: string, action: string): never => {
    throw new Failure('refused', {
      message: `${what} contient la valeur du secret ${name} : elle serait écrite au journal et montrée`,
      where,
      action,
    });
  };
  for (const [variable, text] of values.variables) {
    if (holds(text))
      refuse(
        `la valeur de ${variable}`,
        runbook.file,
        `déclarez ${variable} « secret: true », ou donnez une autre valeur`,
      );
  }
  for (const { step } of [...steps, ...undos.values()]) {
    if (holds(step.text)) {
      refuse(
        `l’étape « ${step.id} »`,
        `${runbook.file}:${step.line}:1`,
        `écrivez-y $${name}, et changez ce secret, que la page a montré`,
      );
    }
  }
  if (holds(identity.project ?? '')) {
    refuse('l’identité de la cible', target.file, 'choisissez une commande « identity » qui n’affiche aucun secret');
  }
  for (const [command, text] of Object.entries(servicesRecord(target))) {
    if (holds(text)) {
      refuse(
        `la commande ${command}`,
        target.file,
        `donnez-le par « env: { …: { secret: ${name} } } », et changez ce secret`,
      );
    }
  }
}

const LONG_ENOUGH = 8;

/** A journal whose free texts, which a person may have typed, hold no secret. */
export function withoutSecrets(journal: Journal, needles: Needles): Journal {
  return { ...journal, append: (record) => journal.append(masked(record, needles)) };
}

function masked(record: JournalRecord, needles: Needles): JournalRecord {
  if ('reason' in record) return { ...record, reason: maskText(needles, record.reason) };
  if (!('confirmation' in record)) return record;
  const { confirmation } = record;
  if (confirmation.kind !== 'typed' || confirmation.reason === undefined) return record;
  return { ...record, confirmation: { ...confirmation, reason: maskText(needles, confirmation.reason) } };
}
