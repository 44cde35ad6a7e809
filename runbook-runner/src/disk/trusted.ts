import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../failure.ts';

/**
 * Refuses a file whose text will be executed when another account could have written it (git's safe.directory): it and its
 * folder belong to this account, to root, or to one that root listed, and not everybody may write to them.
 * @throws Failure `refused`
 */
export function requireTrusted(path: string, own = process.getuid?.() ?? 0): void {
  for (const place of [path, dirname(path)]) {
    const { uid, mode } = statSync(place);
    // In a sticky folder, such as /tmp, nobody replaces another's file.
    const open = (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
    if ([own, 0, ...listed()].includes(uid) && !open) continue;
    throw new Failure('refused', {
      message: open
        ? `tout le monde peut écrire dans ${place}, dont le texte serait exécuté`
        : `${place} appartient à un autre compte (uid ${uid}), et son texte serait exécuté`,
      where: path,
      expected: 'un fichier et un dossier de ce compte ou de root, que les autres ne peuvent pas modifier',
      action: open
        ? `chmod o-w ${place}`
        : `vérifiez qui l’a écrit ; pour un compte de déploiement, root ajoute la ligne « ${uid} » à ${TRUST}`,
    });
  }
}

/** One uid a line; only root can have written it. */
const TRUST = '/etc/runbook/trust';

function listed(): readonly number[] {
  try {
    const { uid, mode } = statSync(TRUST);
    if (uid !== 0 || (mode & 0o022) !== 0) return [];
    return readFileSync(TRUST, 'utf8')
      .split('\n')
      .filter((line) => /^\d+$/.test(line.trim()))
      .map(Number);
  } catch {
    return [];
  }
}
