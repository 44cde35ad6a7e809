import { formatDuration } from '../../french/duration.ts';
import { listedStep, quotedStep } from '../../french/step-name.ts';
import { riskWords } from '../../french/words.ts';
import type { Confirmation } from '../../journal/record.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import { isDestructive, stepOf } from '../../plan/plan.ts';
import { paint } from '../../report/paint.ts';
import { allVisible, visible } from '../../report/visible.ts';
import type { FailureAnswer, Next, Operator, PointOfNoReturn } from '../../run/operator.ts';
import type { StepResult } from '../../run/result.ts';
import type { MenuEntry } from '../ask/menu.ts';
import { menu } from '../ask/menu.ts';
import { askText } from '../ask/text.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { valueLines } from '../terminal/value-lines.ts';
import { readableWidth, wrap } from '../terminal/wrap.ts';

/** A person at the terminal decides. `signal` ends the question that is being asked. */
export function guidedOperator(io: Io, signal: AbortSignal, plan: Plan): Operator {
  const { bold, red, dim } = paint(hasColor(io, io.stdout));
  const namesOf = (undos: readonly PlannedStep[]): string =>
    undos.map(({ step }) => listedStep(stepOf(plan, step))).join(', ');
  /** What every question about a step repeats: on a small screen the step itself has scrolled away. */
  const about = (planned: PlannedStep): string => {
    const { step, verdict } = allVisible(planned);
    const { danger } = step;
    const risk = `${isDestructive(planned) ? 'risque ' : ''}${riskWords[verdict.risk]}`;
    const isUnnamedUndo = step.kind === 'undo' && step.title === step.id;
    const name = isUnnamedUndo ? `Annulation de ${quotedStep(allVisible(stepOf(plan, step)))}` : quotedStep(step);
    return `${name}, ${risk}${danger ? ` (${danger.replace(/\.$/, '')})` : ''}`;
  };
  const line = (words = ''): void => void io.stdout.write(`${words}\n`);

  const choose = async <T extends string>(message: string, entries: readonly MenuEntry<T>[], left: T): Promise<T> =>
    (await menu(io, message, entries, signal)) ?? left;
  const ask = (message: string): Promise<string | null> => askText(io, message, signal);
  /** Asks again as long as the answer needs a reason and none is given: Escape goes back to the question. */
  const withReason = async <A extends { readonly kind: string }>(
    answer: () => Promise<A['kind']>,
    needing: readonly A['kind'][],
  ): Promise<A> => {
    for (;;) {
      const kind = await answer();
      if (!needing.includes(kind)) return { kind } as A;
      const reason = await ask('Pourquoi ? (la raison est écrite dans le rapport ; Échap pour revenir)');
      if (reason) return { kind, reason } as unknown as A;
    }
  };

  /** A protected target is not changed without a reason that others can read later. */
  const withWhy = async (text: string): Promise<Confirmation | null> => {
    const reason = await ask('Pourquoi ? Raison ou ticket, gardé dans le rapport ; rien pour arrêter');
    return reason ? { kind: 'typed', text, reason: visible(reason) } : null;
  };

  return {
    async next(planned, undos) {
      return withReason<Next>(
        () =>
          choose(
            `${about(planned)}. Que faire ?`,
            [
              { value: 'execute', label: 'Exécuter cette étape' },
              { value: 'skip', label: 'La passer', hint: 'une raison est demandée' },
              { value: 'shell', label: 'Ouvrir un shell dans la session' },
              ...(undos.length > 0
                ? [{ value: 'undo' as const, label: 'Annuler ce qui a été fait', hint: namesOf(undos) }]
                : []),
              { value: 'stop', label: 'Arrêter ici', hint: 'runbook resume reprendra à cette étape' },
            ],
            'stop',
          ),
        ['skip'],
      );
    },

    async pointOfNoReturn(announcement) {
      for (const words of announce(allVisible(announcement), io)) line(words);
      const { target } = announcement.plan;
      const [first] = announcement.destructive;
      for (;;) {
        if (first) for (const words of wrap(`${about(first)}.`, readableWidth(io.stdout.columns))) line(bold(words));
        const typed = await ask(
          `Pour continuer, tapez le nom de la cible (${bold(visible(target.name))}) ; rien pour arrêter`,
        );
        if (typed === target.name) return target.protected ? withWhy(typed) : { kind: 'typed', text: typed };
        if (!typed) return null;
        line(red(`  « ${visible(typed)} » n’est pas le nom de la cible.`));
      }
    },

    async leaving(undos) {
      return choose(
        `Ce qui a été fait reste en place : ${namesOf(undos)}. Que faire ?`,
        [
          { value: 'leave', label: 'Laisser en place', hint: 'runbook undo pourra le défaire' },
          { value: 'undo', label: 'Annuler ce qui a été fait' },
        ] as const,
        'leave',
      );
    },

    async confirm(planned) {
      const where = plan.target.protected ? ` sur « ${plan.target.name} », cible protégée` : '';
      const answer = await choose(
        `${about(planned)} : exécuter cette étape${where} ?`,
        [
          { value: 'no', label: 'Non, arrêter ici' },
          { value: 'yes', label: 'Oui, l’exécuter' },
        ] as const,
        'no',
      );
      return answer === 'yes' ? { kind: 'enter' } : null;
    },

    async failed(result, offers) {
      const undo = namesOf(offers.undo);
      const { question, accept } = wordsFor(result, offers.accept);
      const stop = { value: 'stop' as const, label: 'Arrêter ici', hint: 'runbook resume reprendra à cette étape' };
      const retry = { value: 'retry' as const, label: 'L’exécuter à nouveau' };
      // What Enter alone would do must destroy nothing.
      const [first, last] = isDestructive(result.planned) ? [stop, retry] : [retry, stop];
      return withReason<FailureAnswer>(
        () =>
          choose(
            `${about(result.planned)}. ${question}`,
            [
              first,
              { value: 'shell', label: 'Ouvrir un shell dans la session' },
              ...(accept ? [{ value: 'accept' as const, label: accept }] : []),
              { value: 'skip', label: 'Continuer sans elle', hint: 'une raison est demandée' },
              ...(undo ? [{ value: 'undo' as const, label: 'Annuler ce qui a été fait', hint: undo }] : []),
              last,
            ],
            'stop',
          ),
        ['skip', 'accept'],
      );
    },

    async tookEffect(planned, reason) {
      line(dim(`  ${visible(reason)}`));
      return choose(
        `${about(planned)} : a-t-elle eu lieu ? Regardez la cible.`,
        [
          { value: 'stop', label: 'Arrêter ici', hint: 'je ne sais pas' },
          { value: 'done', label: 'Oui : ne pas la refaire' },
          { value: 'not-done', label: 'Non : l’exécuter' },
        ] as const,
        'stop',
      );
    },

    async stateLost({ step }, losses) {
      const undo = step.kind === 'undo';
      const name = visible(quotedStep(undo ? stepOf(plan, step) : step));
      line(
        undo
          ? `  L’annulation de ${name} lirait ce qui est perdu avec le shell où il a été posé :`
          : `  ${name} a eu lieu, mais ce qu’elle a posé dans son shell est perdu :`,
      );
      for (const loss of losses)
        for (const words of wrap(`- ${visible(loss)}`, readableWidth(io.stdout.columns) - 4)) line(`    ${words}`);
      return choose(
        `${undo ? 'Elle agirait' : 'Les étapes suivantes agiraient'} avec ce qui était vrai avant. Que faire ?`,
        [
          { value: 'stop', label: 'Arrêter ici' },
          { value: 'shell', label: 'Ouvrir un shell pour le poser à la main' },
          { value: 'continue', label: 'Continuer : c’est posé, ou inutile' },
        ] as const,
        'stop',
      );
    },

    async overdue({ step }, elapsedMs) {
      return choose(
        `${quotedStep(step)} dure depuis ${formatDuration(elapsedMs)}, plus qu’annoncé. Que faire ?`,
        [
          { value: 'wait', label: 'Attendre encore' },
          { value: 'stop', label: 'L’arrêter' },
        ] as const,
        'wait',
      );
    },

    async survivors(_planned, survivors) {
      for (const { pid, command } of survivors) line(dim(`  processus encore en cours : ${pid} ${visible(command)}`));
      return choose(
        'L’étape interrompue tourne encore. Que faire ?',
        [
          { value: 'wait', label: 'Attendre sa fin' },
          { value: 'stop', label: 'L’arrêter, puis vérifier' },
          { value: 'leave', label: 'Ne rien faire maintenant' },
        ] as const,
        'leave',
      );
    },
  };
}

function announce({ plan, destructive }: PointOfNoReturn, io: Io): readonly string[] {
  const { bold, red, dim } = paint(hasColor(io, io.stdout));
  const width = readableWidth(io.stdout.columns);
  const { target, identity, values } = plan;
  return [
    '',
    red(bold('Point de non-retour')),
    ...wrap(`Les étapes suivantes peuvent détruire des données sur « ${target.name} » : ${target.description}`, width),
    dim(`machine ${identity.host}, compte ${identity.user}, dossier ${identity.cwd}`),
    ...[...values.variables].flatMap(([name, value]) => {
      const label = values.labels.get(name);
      return [...valueLines(name, value).map((line) => `  ${line}`), ...(label ? [dim(`     ${label}`)] : [])];
    }),
    '',
    ...destructive.flatMap(({ step, n, verdict }) => [
      `  ${bold(`${n}. ${step.title}`)} ${dim(`(${step.id}, ${riskWords[verdict.risk]})`)}`,
      ...wrap(step.danger ?? verdict.reasons[0]?.text ?? '', width - 5).map((words) => `     ${words}`),
    ]),
    '',
  ];
}

/** `accept`: what the operator may put up with; null when the step itself failed. */
function wordsFor(
  { stateLost }: StepResult,
  acceptable: boolean,
): { readonly question: string; readonly accept: string | null } {
  if (!acceptable) return { question: 'L’étape a échoué. Que faire ?', accept: null };
  return stateLost === null
    ? {
        question: 'La sortie n’est pas celle que la page annonce. Que faire ?',
        accept: 'Accepter cette sortie et continuer',
      }
    : {
        question: 'L’étape est faite, mais l’état du shell est perdu. Que faire ?',
        accept: 'Continuer avec l’état d’avant cette étape',
      };
}
