import type { Risk } from '../judge/verdict.ts';
import type { StepKind } from '../parse/runbook.ts';
import type { RunReport, StepReport } from './run-report.ts';

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

export const outcomeWords: Readonly<Record<RunReport['outcome'], string>> = {
  succeeded: 'réussite',
  failed: 'échec',
  stopped: 'arrêtée par l’opérateur',
  'in-doubt': 'en doute',
  interrupted: 'interrompue',
  unfinished: 'pas terminée',
};

/** `0,4 s`, `12 s`, `3 min 05 s`, `30 min`, `1 h 02 min`. */
export function formatDuration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1).replace('.', ',')} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${twoDigits(seconds % 60)} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}

/** `1 étape`, `2 étapes`. */
export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${count} ${count > 1 ? many : singular}`;
}
