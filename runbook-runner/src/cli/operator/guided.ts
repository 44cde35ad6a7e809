import { isCancel, text } from '@clack/prompts';
import { formatDuration } from '../../french/duration.ts';
import { riskWords } from '../../french/words.ts';
import { paint } from '../../report/paint.ts';
import { describeEnding } from '../../report/run-report.ts';
import type { Operator, PointOfNoReturn } from '../../run/operator.ts';
import type { StepResult } from '../../run/result.ts';
import type { MenuEntry } from '../ask/menu.ts';
import { menu } from '../ask/menu.ts';
import { discardTypeAhead } from '../ask/type-ahead.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { readableWidth, wrap } from '../terminal/wrap.ts';

/** A person at the terminal decides. */
export function guidedOperator(io: Io): Operator {
  const { bold, red, dim } = paint(hasColor(io, io.stdout));
  const line = (words = ''): void => void io.stdout.write(`${words}\n`);
  const streams = { input: io.stdin, output: io.stdout };

  const choose = async <T extends string>(message: string, entries: readonly MenuEntry<T>[], left: T): Promise<T> =>
    (await menu(io, message, entries)) ?? left;
  const ask = async (message: string, placeholder = ''): Promise<string | null> => {
    await discardTypeAhead(io.stdin);
    const answer = await text({ message, placeholder, ...streams });
    return isCancel(answer) ? null : (answer ?? '').trim();
  };
  const askReason = async (): Promise<string> => {
    for (;;) {
      const reason = await ask('Pourquoi ? (la raison est écrite dans le rapport)');
      if (reason) return reason;
    }
  };

  return {
    async next() {
      const kind = await choose(
        'Que faire ?',
        [
          { value: 'execute', label: 'Exécuter cette étape' },
          { value: 'skip', label: 'La passer', hint: 'une raison est demandée' },
          { value: 'shell', label: 'Ouvrir un shell dans la session' },
          { value: 'stop', label: 'Arrêter ici', hint: 'runbook resume reprendra à cette étape' },
        ] as const,
        'stop',
      );
      return kind === 'skip' ? { kind, reason: await askReason() } : { kind };
    },

    async pointOfNoReturn(announcement) {
      for (const words of announce(announcement, io)) line(words);
      const { target } = announcement.plan;
      for (;;) {
        const typed = await ask(`Pour continuer, tapez le nom de la cible (${bold(target.name)}) ; rien pour arrêter`);
        if (typed === target.name) return { kind: 'typed', text: typed };
        if (!typed) return null;
        line(red(`  « ${typed} » n’est pas le nom de la cible.`));
      }
    },

    async confirm({ step, verdict }) {
      const answer = await choose(
        `Risque ${bold(riskWords[verdict.risk])}${step.danger ? ` (${step.danger})` : ''} : exécuter cette étape ?`,
        [
          { value: 'yes', label: 'Oui, l’exécuter' },
          { value: 'no', label: 'Non, arrêter ici' },
        ] as const,
        'no',
      );
      return answer === 'yes' ? { kind: 'enter' } : null;
    },

    async failed(result, offers) {
      const undo = offers.undo.map(({ step }) => (step.kind === 'undo' ? step.of : step.id)).join(', ');
      const { question, accept } = wordsFor(result, offers.accept);
      const kind = await choose(
        question,
        [
          { value: 'retry', label: 'L’exécuter à nouveau' },
          { value: 'shell', label: 'Ouvrir un shell dans la session' },
          ...(accept ? [{ value: 'accept' as const, label: accept }] : []),
          { value: 'skip', label: 'Continuer sans elle', hint: 'une raison est demandée' },
          ...(undo ? [{ value: 'undo' as const, label: 'Annuler ce qui a été fait', hint: undo }] : []),
          { value: 'stop', label: 'Arrêter ici', hint: describeEnding(result.ending) },
        ],
        'stop',
      );
      return kind === 'skip' || kind === 'accept' ? { kind, reason: await askReason() } : { kind };
    },

    async tookEffect({ step, verdict }, reason) {
      line(dim(`  ${reason}`));
      const danger = step.danger ? ` (${step.danger})` : '';
      return choose(
        `« ${step.id} », risque ${bold(riskWords[verdict.risk])}${danger} : a-t-elle eu lieu ? Regardez la cible.`,
        [
          { value: 'stop', label: 'Arrêter ici', hint: 'je ne sais pas' },
          { value: 'done', label: 'Oui : ne pas la refaire' },
          { value: 'not-done', label: 'Non : l’exécuter' },
        ] as const,
        'stop',
      );
    },

    async stateLost({ step }, losses) {
      line(`  « ${step.id} » a eu lieu, mais ce qu’elle a posé dans son shell est perdu :`);
      for (const loss of losses)
        for (const words of wrap(`- ${loss}`, readableWidth(io.stdout.columns) - 4)) line(`    ${words}`);
      return choose(
        'Les étapes suivantes agiraient avec ce qui était vrai avant. Que faire ?',
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
        `« ${step.id} » dure depuis ${formatDuration(elapsedMs)}, plus qu’annoncé. Que faire ?`,
        [
          { value: 'wait', label: 'Attendre encore' },
          { value: 'stop', label: 'L’arrêter' },
        ] as const,
        'wait',
      );
    },

    async survivors(_planned, pids) {
      line(dim(`  processus encore en cours : ${pids.join(', ')}`));
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
      return [`  ${name} = ${value}`, ...(label ? [dim(`     ${label}`)] : [])];
    }),
    '',
    ...destructive.flatMap(({ step, n, verdict }) => [
      `  ${bold(`${n}. ${step.headings.at(-1) ?? step.id}`)} ${dim(`(${step.id}, ${riskWords[verdict.risk]})`)}`,
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
