import { diskCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import { paint } from '../report/paint.ts';
import { formatProblems } from '../report/problems.ts';
import { visible } from '../report/visible.ts';
import { SessionError } from '../session/session-error.ts';
import type { ExitStatus } from './exit-status.ts';
import { exitStatus, statusOfFailure } from './exit-status.ts';
import { formatFailure } from './failure-text.ts';
import type { Io } from './io.ts';
import { hasColor } from './io.ts';
import { InvalidDocument } from './runbooks.ts';

/** Says why the command did not go on, and returns its exit status. A bug is shown whole. */
export function reportFailure(error: unknown, io: Io): ExitStatus {
  const { red, bold } = paint(hasColor(io, io.stderr));
  if (error instanceof Failure) {
    io.stderr.write(formatFailure(error.text, (message) => `${red('✗')} ${bold(message)}`));
    return statusOfFailure(error.kind);
  }
  if (error instanceof InvalidDocument) {
    io.stderr.write(formatProblems(error.problems, { color: hasColor(io, io.stderr) }));
    return exitStatus.usage;
  }
  if (error instanceof SessionError) {
    io.stderr.write(`${red('✗')} ${bold(visible(error.message))}\n`);
    return exitStatus.couldNotRun;
  }
  const disk = diskCause(error);
  if (disk !== null) {
    const { path: where } = error as NodeJS.ErrnoException;
    const action =
      'faites de la place ou réparez ce disque (df -h, dmesg), puis recommencez ou reprenez (runbook resume)';
    return reportFailure(new Failure('cannot-run', { message: disk, ...(where ? { where } : {}), action }), io);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(`${red('✗')} ${bold('erreur interne de runbook : ce n’est pas votre faute')}\n${visible(text)}\n`);
  return exitStatus.couldNotRun;
}
