import type { Execution, Machine } from '../machine/machine.ts';
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
      const printed: Uint8Array[] = [];
      let size = 0;
      const end = await session.execute(
        { name: 'doctor', text, interactive: false },
        {
          signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
          onStarted: async () => undefined,
          onOutput(stream, chunk) {
            size += chunk.length;
            if (size > MOST_BYTES) return;
            chunks.push(chunk);
            if (stream === 'stdout') printed.push(chunk);
          },
        },
      );
      const lines = visible(Buffer.concat(chunks).toString('utf8'))
        .split('\n')
        .filter((line) => line.trim() !== '');
      const stdout = size > MOST_BYTES ? null : Buffer.concat(printed);
      const problem = problemOf(end, limitMs);
      return { ok: problem === null, lines, stdout, problem };
    },
    close: () => session.close(),
  };
}

function problemOf(end: Execution, limitMs: number): string | null {
  if (end.outcome === 'not-started') return end.reason;
  if (end.stoppedBy !== null) return `n’a pas répondu en ${limitMs / 1000} s`;
  if (end.outcome === 'signalled') return `a été arrêté par ${end.signal}`;
  return end.status === 0 ? null : `a rendu le statut ${end.status}`;
}

export interface Probe {
  readonly ask: (text: string, limitMs: number) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly ok: boolean;
  /** What it printed, as a terminal may show it, without empty lines. */
  readonly lines: readonly string[];
  /** Its standard output as it is; null: all that it printed is more than is kept. */
  readonly stdout: Uint8Array | null;
  /** In French, after its name; null: it answered. */
  readonly problem: string | null;
}

const MOST_BYTES = 65_536;
