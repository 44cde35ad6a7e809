import { formatDuration } from '../french/duration.ts';
import type { KnownRun } from '../report/known-runs.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, wrong } from './finding.ts';

/** The clock of the day beside one that only goes forwards. */
export interface Clocks {
  readonly now: () => Date;
  /** Milliseconds from some instant. */
  readonly elapsed: () => number;
}

/** Starts to watch the clock; what is returned says how it went, and where it stands beside the journals. */
export function watchClock({ now, elapsed }: Clocks): (runs: readonly KnownRun[]) => Finding {
  const start = { day: now().getTime(), elapsed: elapsed() };
  return (runs) => {
    const today = now();
    const passed = elapsed() - start.elapsed;
    const drift = today.getTime() - start.day - passed;
    const last =
      runs
        .flatMap(({ report }) => (report === null ? [] : [report.endedAt]))
        .toSorted()
        .at(-1) ?? null;
    const looked: Looked = { subject: 'clock', id: 'clock', title: 'horloge' };
    const facts = { now: today.toISOString(), lastRecord: last, driftMs: Math.round(drift) };
    const action = 'réglez l’horloge (timedatectl), puis recommencez';
    if (passed > LEAST_MS && today.getTime() === start.day) {
      return wrong(looked, 'warning', `elle est arrêtée à ${today.toISOString()}`, action, facts);
    }
    if (Math.abs(drift) > MOST_DRIFT_MS) {
      const how = drift < 0 ? 'a reculé' : 'a sauté en avant';
      return wrong(
        looked,
        'warning',
        `elle ${how} pendant l’examen (${formatDuration(Math.abs(drift))})`,
        action,
        facts,
      );
    }
    const said = today.toISOString().slice(0, 19).replace('T', ' à ');
    if (last === null) return fine(looked, `${said} UTC`, facts);
    const since = today.getTime() - Date.parse(last);
    if (since < 0) {
      const detail = `elle dit ${said} UTC, avant la dernière écriture d’un journal (${last})`;
      return wrong(looked, 'warning', detail, action, facts);
    }
    if (since > LONG_MS) {
      const days = Math.round(since / DAY_MS);
      return wrong(
        looked,
        'warning',
        `elle dit ${said} UTC, ${days} jours après la dernière écriture d’un journal`,
        'vérifiez qu’elle dit vrai',
        facts,
      );
    }
    return fine(looked, `${said} UTC`, facts);
  };
}

const MOST_DRIFT_MS = 1000;
/** In so many milliseconds a clock that goes has moved. */
const LEAST_MS = 50;
const DAY_MS = 24 * 3600 * 1000;
/** Longer without a run than this, it is more likely the clock that is wrong. */
const LONG_MS = 400 * DAY_MS;
