import { statSync } from 'node:fs';
import { systemCause } from '../disk/cause.ts';
import type { Target } from '../targets/target.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, wrong } from './finding.ts';

/** The folder in which the steps of a target begin. */
export function lookAtFolder({ cwd, ephemeral }: Target): Finding {
  const looked: Looked = { subject: 'folder', id: 'folder', title: 'dossier de la cible', blocksAll: true };
  const action = ephemeral
    ? `démarrez la cible : ${ephemeral.up.join(' ')}`
    : 'corrigez « cwd » dans le fichier des cibles';
  try {
    if (statSync(cwd).isDirectory()) return fine(looked, cwd);
    return wrong(looked, 'failed', `${cwd} n’est pas un dossier`, action);
  } catch (error) {
    return wrong(looked, 'failed', `${cwd} : ${systemCause(error)}`, action);
  }
}
