import { readFile, realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Failure } from '../../failure.ts';
import type { CommandOptions } from '../../targets/run-command.ts';
import { runCommand } from '../../targets/run-command.ts';
import type { Argv, Target } from '../../targets/target.ts';
import type { Identity } from '../machine.ts';

/**
 * Asks the target who it is, by a command that sees what the steps see (PATH, no DOCKER_HOST of the terminal).
 * @throws Failure `cannot-run` when its folder does not exist or its identity command fails.
 */
export async function probeIdentity(
  target: Target,
  user: string,
  how: Pick<CommandOptions, 'env' | 'signal'>,
): Promise<Identity> {
  return {
    host: hostname(),
    machineId: await readFile('/etc/machine-id', 'utf8').then(
      (text) => text.trim() || null,
      () => null,
    ),
    user,
    cwd: await realpath(target.cwd).catch(() => {
      throw unreachable(target, `son dossier ${target.cwd} n’existe pas`);
    }),
    project: target.identity ? await ask(target, target.identity, how) : null,
  };
}

async function ask(target: Target, argv: Argv, how: Pick<CommandOptions, 'env' | 'signal'>): Promise<string> {
  const { status, problem, stdout } = await runCommand(argv, { cwd: target.folder, limitMs: 30_000, ...how });
  if (status !== 0) throw unreachable(target, `« ${argv[0]} », qui dit son identité, ${problem ?? 'a échoué'}`);
  return stdout.trim();
}

function unreachable(target: Target, why: string): Failure {
  return new Failure('cannot-run', {
    message: `la cible « ${target.name} » ne répond pas : ${why}`,
    where: target.file,
    action: target.ephemeral ? `démarrez-la : ${target.ephemeral.up.join(' ')}` : 'vérifiez la cible',
  });
}
