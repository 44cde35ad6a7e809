import { isAbsolute, join } from 'node:path';
import { ownHome } from '../disk/own-account.ts';
import { requirePrivate } from '../disk/private.ts';
import { Failure } from '../failure.ts';
import type { Io } from './io.ts';

/**
 * Where this account keeps its runs and its key (XDG Base Directory).
 * @throws Failure `refused` when another account could write there, and as `statePath`.
 */
export function stateRoot(io: Pick<Io, 'env'>): string {
  const root = statePath(io);
  requirePrivate(root, 'avec sudo, employez « sudo -H » ; sinon, donnez un dossier de ce compte par XDG_STATE_HOME');
  return root;
}

/**
 * The same, whoever could write there.
 * @throws Failure `usage` for a path that depends on where one stands, `cannot-run` for an account without a home.
 */
export function statePath({ env }: Pick<Io, 'env'>): string {
  // Jobs of cron and units of systemd may have no HOME: the account still has a home.
  const home = env.XDG_STATE_HOME || join(env.HOME || (ownHome() ?? noHome()), '.local', 'state');
  if (!isAbsolute(home)) {
    throw new Failure('usage', {
      message: `${env.XDG_STATE_HOME ? 'XDG_STATE_HOME' : 'HOME'} n’est pas un chemin absolu : les exécutions seraient perdues de vue ailleurs`,
      where: home,
      expected: 'un chemin qui commence par « / »',
      action: 'corrigez cette variable, ou retirez-la',
    });
  }
  return join(home, 'runbook');
}

function noHome(): never {
  throw new Failure('cannot-run', {
    message: 'ce compte n’a pas de dossier personnel : rien ne dit où garder ses exécutions',
    expected: 'HOME, ou XDG_STATE_HOME',
    action: 'donnez XDG_STATE_HOME, un dossier où ce compte peut écrire',
  });
}
