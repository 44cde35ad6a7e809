/** A system error's code (`ENOENT`…), in words too for those that a disk gives; or its message. */
export function systemCause(error: unknown): string {
  return diskCause(error) ?? (error instanceof Error && 'code' in error ? String(error.code) : String(error));
}

/** Why a disk refuses, in French; null: the error is not of a disk. */
export function diskCause(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  const words = OF_A_DISK.get(String(error.code));
  return words === undefined ? null : `${words}, ${error.code}`;
}

const OF_A_DISK: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'plus de place sur le disque'],
  ['EDQUOT', 'quota du disque atteint'],
  ['EROFS', 'disque en lecture seule'],
]);
