import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../failure.ts';
import type { Exposure, Trust } from './exposed.ts';
import { describeExposure, exposedPlace } from './exposed.ts';
import { findGroup } from './group.ts';
import { ownUid } from './own-account.ts';

/**
 * Refuses a file whose text will be executed when another account could have written it (git's safe.directory): it and every
 * folder above it belong to this account, to root, or to one that root listed, and others may not write to them.
 * @throws Failure `refused`
 */
export function requireTrusted(path: string, own = ownUid()): void {
  const exposed = exposedPlace(path, trustOf(own));
  if (exposed === null) return;
  const { place } = exposed;
  throw new Failure('refused', {
    message: `${describeExposure(exposed)}, et ${place === resolve(path) ? 'son texte' : 'le texte de ce fichier'} serait exécuté`,
    where: path,
    expected: 'un fichier et des dossiers de ce compte ou de root, que les autres ne peuvent pas modifier',
    action: remedy(exposed),
  });
}

function remedy({ place, by }: Exposure): string {
  switch (by.kind) {
    case 'owner':
      return `vérifiez qui l’a écrit ; pour un compte de déploiement, root ajoute la ligne « ${by.uid} » à ${TRUST}`;
    case 'group': {
      const group = findGroup(String(by.gid));
      if (group === null) return `chmod g-w ${place}`;
      return `chmod g-w ${place} ; ou, si vous répondez de tout ce groupe, root ajoute la ligne « @${group.name} » à ${TRUST}`;
    }
    case 'all':
      return `chmod o-w ${place}`;
  }
}

/** The number of an account a line, or `@` and a group's name; only root can have written it. */
const TRUST = '/etc/runbook/trust';

/** This account, root, and those that root listed. */
export function trustOf(own: number): Trust {
  const lines = trustLines().map((line) => line.trim());
  return {
    accounts: [own, 0, ...lines.filter((line) => /^\d+$/.test(line)).map(Number)],
    groups: lines.filter((line) => line.startsWith('@')).flatMap((line) => findGroup(line.slice(1))?.gid ?? []),
  };
}

function trustLines(): readonly string[] {
  try {
    const { uid, mode } = statSync(TRUST);
    return uid === 0 && (mode & 0o022) === 0 ? readFileSync(TRUST, 'utf8').split('\n') : [];
  } catch {
    return [];
  }
}
