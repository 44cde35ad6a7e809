import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Reads the command line of every process of this machine, again and again, as any user of it can. */
export function watchCommandLines(): { readonly end: () => Promise<readonly string[]> } {
  const seen = new Set<string>();
  let ended = false;
  const watching = (async () => {
    while (!ended) {
      for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid)) seen.add(commandLine(pid));
      await setTimeout(5);
    }
  })();
  return {
    async end() {
      ended = true;
      await watching;
      return [...seen];
    },
  };
}

/** A process may end before it is read. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
