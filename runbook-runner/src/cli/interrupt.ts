import type { Interrupt } from '../run/context.ts';
import type { Io } from './io.ts';

/**
 * Ctrl-C: the first asks the run to stop after the step that is running, the second stops that step too. SIGTERM, and
 * SIGHUP when the terminal is gone, do both at once and end the question that is being asked.
 */
export function watchInterrupt(io: Io, say: (text: string) => void): Interrupt & { readonly end: () => void } {
  const now = new AbortController();
  let requested = false;
  const end = io.onSignal((signal) => {
    if (requested || signal !== 'SIGINT') now.abort('interrupt');
    else say('Arrêt demandé : cette étape finit d’abord. Ctrl-C encore une fois l’interrompt.');
    requested = true;
  });
  return { requested: () => requested, now: now.signal, end };
}
