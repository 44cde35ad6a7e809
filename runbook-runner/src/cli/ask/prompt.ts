import { isCancel } from '@clack/prompts';
import type { Io } from '../io.ts';
import { discardTypeAhead } from './type-ahead.ts';

/**
 * Asks one question; null: left by Escape or Ctrl-C. Keys typed before it appeared are thrown away. After Ctrl-Z and `fg`
 * the question goes on: Node would leave its input paused.
 */
export async function prompt<T>(io: Io, ask: (streams: Streams) => Promise<T | symbol>): Promise<T | null> {
  await discardTypeAhead(io.stdin);
  const end = io.onContinue(() => {
    // After Node's own listener, which pauses; the shell has written below the question.
    setImmediate(() => io.stdin.resume());
    io.stdout.write('(La question ci-dessus attend toujours la réponse.)\n');
  });
  try {
    const answer = await ask({ input: io.stdin, output: io.stdout });
    return isCancel(answer) ? null : (answer as T);
  } finally {
    end();
    // Node believes that it has paused it already, and would wait for a key for ever.
    io.stdin.pause();
  }
}

interface Streams {
  readonly input: Io['stdin'];
  readonly output: Io['stdout'];
}
