import { parseDuration } from '../parse/duration.ts';
import { usage } from './arguments.ts';

/**
 * The instant that an option means: a day (from its midnight here), an instant, or how long ago.
 * @throws Failure `usage` for anything else.
 */
export function readInstant(command: string, option: string, text: string, now: Date): Date {
  const ago = daysIn(text) ?? parseDuration(text);
  if (ago !== null) return new Date(now.getTime() - ago);
  const shape = DAY.test(text) ? `${text}T00:00:00` : INSTANT.test(text) ? text : '';
  const instant = new Date(shape);
  if (!Number.isNaN(instant.getTime()) && isInCalendar(text.slice(0, 10))) return instant;
  throw usage(
    command,
    `« --${option} ${text} » n’est ni une date ni une durée`,
    '2026-11-21, 2026-11-21T03:15:00Z, 90j, 12h ou 30m',
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Date takes 31 February for 3 March. */
function isInCalendar(day: string): boolean {
  const read = new Date(day);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}

/** `90j`, or `90d`, in milliseconds. */
function daysIn(text: string): number | null {
  const days = /^([1-9]\d{0,4})[jd]$/.exec(text)?.[1];
  return days === undefined ? null : Number(days) * 24 * 3600 * 1000;
}
