import type { Needles } from './needles.ts';
import { createScanner, NO_BYTE } from './scanner.ts';

/** Whether bytes hold a secret in any form that the mask would hide. The beginning of a secret alone does not count. */
export function holdsSecret({ readings }: Needles, bytes: Uint8Array): boolean {
  const window = { bytes: Buffer.concat([bytes, END]), offset: 0, before: NO_BYTE };
  return readings.some((reading) => {
    let found = false;
    const scanner = createScanner(reading, () => {
      found = true;
    });
    scanner.scan(window, 0);
    return found;
  });
}

/** A secret matched as a whole word is one once a character that is in no word follows it. */
const END = Buffer.from([0]);
