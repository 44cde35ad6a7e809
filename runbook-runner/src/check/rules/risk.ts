import { mayLoseData } from '../../judge/risk.ts';
import type { Risk } from '../../judge/verdict.ts';
import type { StepRule } from '../step-rule.ts';

/** What the verdict on a step demands of its author. */
export const risk: StepRule = ({ step, runbook, verdict, report, reportFence }) => {
  if (!mayLoseData(verdict.risk)) return;
  const why = verdict.reasons.map((reason) => reason.text).join(' ');
  const first = verdict.reasons[0];
  const offset = first ? offsetOf(step.text, first.line, first.column) : 0;
  if (step.kind === 'check') {
    report('check-destructive', offset, 1, {
      message: `La vérification « ${step.id} » ${words[verdict.risk]}. ${why}`.trim(),
      expected: 'une vérification ne fait que lire : elle est répétée, et exécutée sans confirmation.',
      action: 'Réécrivez-la avec des commandes de lecture, ou faites-en un step.',
    });
    return;
  }
  if (step.danger === null) {
    report('danger-missing', offset, 1, {
      message: `L’étape « ${step.id} » ${words[verdict.risk]} : elle ne dit pas ce qui peut être perdu. ${why}`.trim(),
      expected: 'un attribut danger="…", montré à l’opérateur avant qu’il confirme.',
      action: 'Ajoutez danger="ce qui est perdu", et dites-le aussi dans le texte qui précède le bloc.',
    });
  }
  if (step.kind !== 'action' || step.idempotent) return;
  const check = runbook.steps.find((other) => other.kind === 'check' && other.of === step.id);
  if (check === undefined) {
    reportFence('resume-in-doubt', {
      message: `Si l’exécution est interrompue pendant « ${step.id} », rien ne dira si l’étape a eu lieu.`,
      expected: `une vérification check="…" of="${step.id}", ou idempotent="true" si la répéter ne change rien.`,
      action: 'Ajoutez la vérification que la reprise pourra poser.',
    });
  } else if (check.kind === 'check' && check.otherwise === null) {
    reportFence('resume-in-doubt', {
      message: `Si l’exécution est interrompue pendant « ${step.id} », « ${check.id} » peut répondre oui, mais jamais non.`,
      expected: `un bloc \`\`\`text otherwise="${check.id}" : ce qu’elle écrit, avec le même statut, quand l’étape n’a pas eu lieu.`,
      action: 'Faites-lui écrire les deux réponses, ou ajoutez idempotent="true" si répéter l’étape ne change rien.',
    });
  }
};

const words: Readonly<Record<Risk, string>> = {
  safe: 'est sans effet',
  change: 'change l’état de la cible',
  destructive: 'est destructrice',
  critical: 'est critique',
  opaque: 'ne peut être jugée, et compte donc comme critique',
};

function offsetOf(text: string, line: number, column: number): number {
  let offset = 0;
  for (let current = 1; current < line; current++) offset = text.indexOf('\n', offset) + 1 || offset;
  return offset + column - 1;
}
