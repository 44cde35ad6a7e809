import type { Argument } from '../../shell-text/argument.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';

/** What one judgement may cost: some 200 ms. Counted, not timed: the same text has the same verdict everywhere. */
export const MOST_WORK = 60_000;
/** Characters that are read, parsed or compared in the time of a small command. */
export const CHARACTERS_PER_UNIT = 40;

/** Counts work. False when none is left: what was not read makes the text opaque, and is not read. */
export function spend(frame: Frame, units: number, offset: number): boolean {
  const { inquiry } = frame;
  const before = inquiry.work;
  inquiry.work = before - units;
  if (inquiry.work > 0) return true;
  if (before > 0)
    recordHazard(frame, offset, 'DEPTH', 'opaque', 'Trop de commandes, de boucles ou de texte pour être jugés.');
  return false;
}

/** Counts a command line by its words and their length. */
export function hasTimeFor(argv: readonly Argument[], frame: Frame, offset: number): boolean {
  const characters = argv.reduce((sum, { text }) => sum + text.length, 0);
  return spend(frame, 1 + argv.length / 8 + characters / CHARACTERS_PER_UNIT, offset);
}
