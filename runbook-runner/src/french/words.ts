import type { Risk } from '../judge/verdict.ts';
import type { StepKind } from '../parse/runbook.ts';
import type { RunReport, StepReport } from '../report/run-report.ts';
import { plural } from './plural.ts';

/** The French words of the nouns: the same in the terminal, the reports and on the site. */
export const riskWords: Readonly<Record<Risk, string>> = {
  safe: 'sans risque',
  change: 'modifie',
  destructive: 'destructif',
  critical: 'critique',
  opaque: 'indéterminé, traité comme critique',
};

export const kindWords: Readonly<Record<StepKind, string>> = {
  action: 'action',
  check: 'vérification',
  undo: 'annulation',
};

export const stepStatusWords: Readonly<Record<StepReport['status'], string>> = {
  'not-begun': 'pas commencée',
  'in-doubt': 'en doute',
  succeeded: 'réussie',
  failed: 'échouée',
  skipped: 'passée',
  undone: 'annulée',
};

/** How a run ended, in a few words. */
export function headline({ outcome, unproven }: Pick<RunReport, 'outcome' | 'unproven'>): string {
  if (outcome !== 'succeeded' || unproven.length === 0) return outcomeWords[outcome];
  return `terminée, ${plural(unproven.length, 'vérification non faite', 'vérifications non faites')}`;
}

export const outcomeWords: Readonly<Record<RunReport['outcome'], string>> = {
  succeeded: 'réussite',
  failed: 'échec',
  stopped: 'arrêtée par l’opérateur',
  'in-doubt': 'en doute',
  interrupted: 'interrompue',
  unfinished: 'pas terminée',
  abandoned: 'abandonnée',
  undone: 'défaite',
};
