import type { Machine } from '../machine/machine.ts';
import { visible } from '../report/visible.ts';
import type { TargetValues } from './values.ts';

/**
 * Asks in a session like that of the steps, whose folder is removed at its end. Only its services are given the secrets.
 * @throws SessionError as `openSession`.
 */
export async function openProbe(
  machine: Machine,
  cwd: string,
  { variables, secrets }: Pick<TargetValues, 'variables' | 'secrets'>,
  signal: AbortSignal,
): Promise<Probe> {
  const session = await machine.openSession({
    folder: null,
    cwd,
    variables,
    secrets: new Map(),
    serviceValues: new Map(),
    serviceSecrets: secrets,
  });
  return {
    async ask(text, limitMs) {
      const chunks: Uint8Array[] = [];
      let size = 0;
      const end = await session.execute(
        { name: 'doctor', text, interactive: false },
        {
          signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
          onStarted: async () => undefined,
          onOutput(_, chunk) {
            size += chunk.length;
            if (size <= MOST_BYTES) chunks.push(chunk);
          },
        },
      );
      const lines = visible(Buffer.concat(chunks).toString('utf8'))
        .split('\n')
        .filter((line) => line.trim() !== '');
      if (end.outcome === 'not-started') return { ok: false, lines, problem: end.reason };
      if (end.stoppedBy !== null) return { ok: false, lines, problem: `n’a pas répondu en ${limitMs / 1000} s` };
      if (end.outcome === 'signalled') return { ok: false, lines, problem: `a été arrêté par ${end.signal}` };
      return end.status === 0
        ? { ok: true, lines, problem: null }
        : { ok: false, lines, problem: `a rendu le statut ${end.status}` };
    },
    close: () => session.close(),
  };
}

export interface Probe {
  readonly ask: (text: string, limitMs: number) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly ok: boolean;
  /** What it printed, as a terminal may show it, without empty lines. */
  readonly lines: readonly string[];
  /** In French, after its name; null: it answered. */
  readonly problem: string | null;
}

const MOST_BYTES = 65_536;
