import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import type { Place } from './runbook-cli.ts';
import { cli } from './runbook-cli.ts';
import { until } from './until.ts';

/** `runbook` in a real terminal (tmux), typed at and read like a person does. */
export interface Terminal {
  /** The screen with what has scrolled away, without trailing blanks. */
  readonly read: () => Promise<string>;
  /** Resolves when `text` has been seen `times` times. */
  readonly see: (text: string, times?: number) => Promise<void>;
  /** Keys by tmux's names: Enter, Down, C-c… */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Presses keys once the question is seen. */
  readonly answer: (question: string, ...keys: readonly string[]) => Promise<void>;
  /** Types a text and Enter once the question is seen. */
  readonly reply: (question: string, text: string) => Promise<void>;
  /** The exit status, once the program has ended. */
  readonly status: () => Promise<number>;
  readonly close: () => Promise<void>;
}

interface TerminalOptions {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What runs in it; the command line unless given. */
  readonly program?: readonly string[];
}

export async function openTerminal(
  place: Place,
  words: readonly string[],
  { columns = 100, env = {}, program = [process.execPath, cli] }: TerminalOptions = {},
): Promise<Terminal> {
  const socket = `runbook-${randomBytes(4).toString('hex')}`;
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await execa('tmux', ['-L', socket, '-f', '/dev/null', ...args]);
    return stdout;
  };
  const command = [...program, ...words].map((word) => `'${word}'`).join(' ');
  // With its colours, as on a screen.
  const variables = Object.entries({ ...place.env, NO_COLOR: '', ...env }).flatMap(([name, value]) => [
    '-e',
    `${name}=${value}`,
  ]);
  // The shell around the program must outlive the Ctrl-C meant for it.
  const script = `trap : INT; ${command}; echo "[statut $?]"; exec cat`;
  await tmux(
    'new-session',
    '-d',
    '-x',
    String(columns),
    '-y',
    '50',
    '-c',
    place.folder,
    ...variables,
    'sh',
    '-c',
    script,
  );
  const read = (): Promise<string> => tmux('capture-pane', '-p', '-J', '-S', '-');
  const terminal: Terminal = {
    read,
    see: (text, times = 1) =>
      until(async () => (await read()).split(text).length > times).catch(async () => {
        throw new Error(`« ${text} » was not seen ${times} time(s) in:\n${await read()}`);
      }),
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    type: async (text) => void (await tmux('send-keys', '-l', text)),
    async answer(question, ...keys) {
      await terminal.see(question);
      await terminal.press(...keys);
    },
    async reply(question, text) {
      await terminal.see(question);
      await terminal.type(text);
      await terminal.press('Enter');
    },
    async status() {
      await terminal.see('[statut ');
      return Number(/\[statut (\d+)\]/.exec(await read())?.[1]);
    },
    close: async () => void (await execa('tmux', ['-L', socket, 'kill-server'], { reject: false })),
  };
  return terminal;
}
