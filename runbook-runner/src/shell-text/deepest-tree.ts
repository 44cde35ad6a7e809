/** `1 + 1 + …` is a tree as deep as it is long: a walk of one that is deeper would overflow. */
export const DEEPEST_TREE = 1500;

/** Whether a tree is too deep to be walked. Goes level by level, since it may be. */
export function isTooDeep<T>(root: T, childrenOf: (node: T) => readonly T[]): boolean {
  let level: readonly T[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_TREE) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}
