import { Failure } from '../failure.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Journal } from '../journal/writer.ts';
import { holdsSecret } from '../mask/find-secret.ts';
import { maskText } from '../mask/mask-text.ts';
import type { Needles } from '../mask/needles.ts';
import { collectNeedles } from '../mask/needles.ts';
import { textOfValue } from '../parse/variable-value.ts';
import type { Plan } from '../plan/plan.ts';
import { allSecrets } from '../plan/values.ts';
import type { Target } from '../targets/target.ts';
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
  if (weak) throw unmaskable(weak, plan.target);
  for (const warning of needles.warnings) view.note(warning);
  refuseShown(secrets, plan);
  return needles;
}

/** Why a secret that no mask could hide is refused. */
export function unmaskable({ name, reason }: Needles['refused'][number], target: Target): Failure {
  return new Failure('refused', {
    message: `le secret ${name} ne peut pas être masqué : ${reason}`,
    where: `${target.file}, « secrets » de la cible « ${target.name} »`,
    expected: 'un secret d’au moins 8 caractères, qui n’est pas un mot courant ; il peut avoir plusieurs lignes',
    action: 'changez ce secret là où il sert, puis dans sa source',
  });
}

/**
 * Refuses what is written to the journal and shown before any output: a secret there would be hidden by no mask.
 * @throws Failure `refused`
 */
export function refuseShown(secrets: ReadonlyMap<string, string>, plan: ShownPlan): void {
  // A shorter one is masked as a whole word only, and may well be a word of the page.
  const long = [...secrets].filter(([, value]) => Buffer.byteLength(value) >= LONG_ENOUGH);
  const needles = collectNeedles(new Map(long));
  const shown = textsOf(plan).find(({ texts }) => holdsSecret(needles, Buffer.from(texts.join('\n'))));
  if (shown === undefined) return;
  const bytes = Buffer.from(shown.texts.join('\n'));
  const [name = ''] = long.find((secret) => holdsSecret(collectNeedles(new Map([secret])), bytes)) ?? [];
  throw new Failure('refused', {
    message: `${shown.what} contient la valeur du secret ${name} : elle serait écrite au journal et montrée`,
    where: shown.where,
    action: shown.action(name),
  });
}

/** What of a plan the journal and the screen show as it is. */
export interface ShownPlan extends Pick<Plan, 'runbook' | 'target'> {
  readonly identity: Pick<Plan['identity'], 'project'>;
  readonly values: Pick<Plan['values'], 'variables' | 'serviceValues'>;
}

const LONG_ENOUGH = 8;

/** Every text of it. */
function textsOf({ runbook, target, identity, values }: ShownPlan): readonly Shown[] {
  return [
    ...[...values.variables].map(([variable, value]) => ({
      what: `la valeur de ${variable}`,
      texts: [textOfValue(value)],
      where: runbook.file,
      action: () => `déclarez ${variable} « secret: true », ou donnez une autre valeur`,
    })),
    ...[...values.serviceValues].map(([variable, text]) => ({
      what: `la valeur de ${variable}`,
      texts: [text],
      where: target.file,
      action: (name: string) => `donnez-le par « env: { …: { secret: ${name} } } », et changez ce secret`,
    })),
    ...runbook.steps.map((step) => ({
      // Its name may hold the secret too.
      what: `l’étape « ${step.id} »`,
      texts: stringsIn(step),
      where: `${runbook.file}:${step.line}:1`,
      action: (name: string) => `écrivez-y $${name}, et changez ce secret, que la page a montré`,
    })),
    {
      what: 'la page',
      texts: stringsIn([runbook.title, runbook.description, runbook.variables, runbook.advice]),
      where: runbook.file,
      action: () => 'retirez-le de la page, et changez ce secret, qu’elle a montré',
    },
    {
      what: 'l’identité de la cible',
      texts: [identity.project ?? ''],
      where: target.file,
      action: () => 'choisissez une commande « identity » qui n’affiche aucun secret',
    },
    ...Object.entries(servicesRecord(target)).map(([command, text]) => ({
      what: `la commande ${command}`,
      texts: [text],
      where: target.file,
      action: (name: string) => `donnez-le par « env: { …: { secret: ${name} } } », et changez ce secret`,
    })),
  ];
}

interface Shown {
  readonly what: string;
  readonly texts: readonly string[];
  readonly where: string;
  readonly action: (secret: string) => string;
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** A journal whose free texts, which a person may have typed, hold no secret. */
export function withoutSecrets(journal: Journal, needles: Needles): Journal {
  return {
    append: (record) => journal.append(masked(record, needles)),
    announce: (record) => journal.announce(masked(record, needles)),
    close: journal.close,
  };
}

function masked(record: JournalRecord, needles: Needles): JournalRecord {
  if ('reason' in record) return { ...record, reason: maskText(needles, record.reason) };
  if (!('confirmation' in record)) return record;
  const { confirmation } = record;
  if (confirmation.kind !== 'typed' || confirmation.reason === undefined) return record;
  return { ...record, confirmation: { ...confirmation, reason: maskText(needles, confirmation.reason) } };
}
