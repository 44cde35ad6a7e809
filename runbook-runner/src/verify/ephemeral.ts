import { Failure } from '../failure.ts';
import { visible } from '../report/visible.ts';
import { runCommand } from '../targets/run-command.ts';
import type { Ephemeral, Target } from '../targets/target.ts';

/**
 * Makes, restores or removes a disposable target by its own command.
 * @throws Failure `refused` for a target that is not disposable, `cannot-run` when its command fails.
 */
export async function changeEphemeral(target: Target, verb: keyof Ephemeral, signal: AbortSignal): Promise<void> {
  if (!target.ephemeral) {
    throw new Failure('refused', {
      message: `la cible « ${target.name} » n’est pas jetable : rien n’y est exécuté pour vérifier`,
      where: target.file,
      expected: 'une cible avec « ephemeral: { up, reset, down } »',
      action: 'choisissez une cible jetable par « --target CIBLE »',
    });
  }
  const argv = target.ephemeral[verb];
  const { status, problem, output } = await runCommand(argv, { cwd: target.folder, signal });
  if (status === 0) return;
  throw new Failure('cannot-run', {
    message: `« ${argv.join(' ')} » ${problem ?? `a échoué (${status})`}`,
    where: target.file,
    expected: visible(output.trimEnd().split('\n').slice(-5).join('\n            ')),
    action: 'exécutez cette commande pour voir pourquoi',
  });
}
