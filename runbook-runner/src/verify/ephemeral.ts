import { Failure } from '../failure.ts';
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
  const { execa } = await import('execa');
  const [file, ...words] = target.ephemeral[verb];
  const options = { cwd: target.folder, reject: false, stdin: 'ignore', all: true, cancelSignal: signal } as const;
  const result = await execa(file, words, options);
  if (result.exitCode === 0) return;
  throw new Failure('cannot-run', {
    message: `« ${[file, ...words].join(' ')} » a échoué (${result.exitCode ?? result.code ?? 'interrompu'})`,
    where: target.file,
    expected: (result.all ?? '').split('\n').slice(-5).join('\n            '),
    action: 'exécutez cette commande pour voir pourquoi',
  });
}
