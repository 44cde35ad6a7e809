import { Latest } from './latest.ts';

/**
 * A pure function of a text that keeps its last answers: the functions of a page are judged again at each call, and the
 * pages of one house share their functions and their queries.
 */
export function remember<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Latest<T>(MOST);
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const answer = compute(text);
    known.set(text, answer);
    return answer;
  };
}

const MOST = 500;
