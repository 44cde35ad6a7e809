import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';

/** Shown once the program has ended. */
export const END = '[fin]';

/** A program in a real terminal (tmux), typed at and read like a person does. */
export async function openScreen(
  argv: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Screen> {
  const socket = `captures-${randomBytes(4).toString('hex')}`;
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await execa('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...args]);
    return stdout;
  };
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const program = ['sh', '-c', '"$@"; echo "$0"; exec cat', END, ...argv];
  await tmux('new-session', '-d', '-x', '96', '-y', '60', '-c', cwd, ...variables, ...program);
  const read: Screen['read'] = (what) =>
    tmux('capture-pane', '-p', '-S', '-', ...(what === 'colours' ? ['-e'] : ['-J']));
  return {
    read,
    async until(holds) {
      const limit = Date.now() + 120_000;
      for (;;) {
        const text = await read('text');
        if (holds(text)) return text;
        if (Date.now() > limit) throw new Error(`what was awaited did not come:\n${text}`);
        await setTimeout(100);
      }
    },
    press: async (key) => void (await tmux('send-keys', key)),
    close: async () => void (await execa('tmux', ['-L', socket, 'kill-server'], { reject: false })),
  };
}

export interface Screen {
  /** The screen with what has scrolled away; `colours` keeps its SGR sequences. */
  readonly read: (what: 'text' | 'colours') => Promise<string>;
  /** Resolves with the text once it holds; throws after two minutes. */
  readonly until: (holds: (text: string) => boolean) => Promise<string>;
  /** A key by tmux's name: Enter, Down, C-c… */
  readonly press: (key: string) => Promise<void>;
  readonly close: () => Promise<void>;
}
