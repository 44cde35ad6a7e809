import { BoundedCache } from '../shell-text/bounded-cache.ts';

/** A pure function of a text that keeps its last answers: the pages of one house share their queries and their awk programs. */
export function cacheByText<T>(compute: (text: string) => T): (text: string) => T {
  const known = new BoundedCache<T>(MOST);
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const answer = compute(text);
    known.set(text, answer);
    return answer;
  };
}

const MOST = 500;
