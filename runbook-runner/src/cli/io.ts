import type { ReadStream, WriteStream } from 'node:tty';

/** The outside of the CLI, handed down from bin.ts: nothing below reads `process`. */
export interface Io {
  readonly stdin: NodeJS.ReadStream | ReadStream;
  readonly stdout: NodeJS.WriteStream | WriteStream;
  readonly stderr: NodeJS.WriteStream | WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whose process this is, and the groups it has. */
  readonly account: { readonly uid: number; readonly groups: readonly number[] };
  /** Calls back at each of these signals; returns how to stop listening. */
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void) => () => void;
  /** Calls back when the program goes on after Ctrl-Z; returns how to stop listening. */
  readonly onContinue: (listener: () => void) => () => void;
}

/** Whether an operator can be asked. */
export function isInteractive(io: Io): boolean {
  return io.stdin.isTTY === true && io.stdout.isTTY === true && io.env.TERM !== 'dumb';
}

/** Whether colours may be used on this stream (https://no-color.org). */
export function hasColor(io: Io, stream: NodeJS.WriteStream): boolean {
  if (io.env.NO_COLOR !== undefined && io.env.NO_COLOR !== '') return false;
  return stream.isTTY === true && io.env.TERM !== 'dumb';
}
