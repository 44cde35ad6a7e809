/** A system error in French and its code (« accès refusé, EACCES »), the code alone when it is rare; or its message. */
export function systemCause(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) return String(error);
  return inWords(error.code, OF_A_DISK) ?? inWords(error.code, OF_A_PATH) ?? String(error.code);
}

/** Why a disk refuses, in French; null: the error is not of a disk. */
export function diskCause(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  return inWords(error.code, OF_A_DISK);
}

function inWords(code: unknown, known: ReadonlyMap<string, string>): string | null {
  const words = known.get(String(code));
  return words === undefined ? null : `${words}, ${code}`;
}

const OF_A_DISK: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'plus de place sur le disque'],
  ['EDQUOT', 'quota du disque atteint'],
  ['EROFS', 'disque en lecture seule'],
]);

const OF_A_PATH: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'accès refusé'],
  ['EPERM', 'accès refusé'],
  ['EEXIST', 'autre chose porte ce nom'],
  ['ENOENT', 'le chemin n’existe pas'],
  ['ENOTDIR', 'une partie du chemin n’est pas un dossier'],
  ['EISDIR', 'c’est un dossier'],
  ['ELOOP', 'c’est un lien symbolique'],
  ['ENAMETOOLONG', 'nom ou chemin trop long'],
]);
