import type { Needles } from './needles.ts';
import { createMask } from './stream.ts';

/** Masks a whole text at once. */
export function maskText(needles: Needles, text: string): string {
  const mask = createMask(needles);
  return Buffer.concat([mask.write(Buffer.from(text)), mask.end()]).toString();
}
