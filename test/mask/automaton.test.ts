import { describe, expect, test } from 'vitest';
import type { Pattern } from '../../runbook-runner/src/mask/automaton.ts';
import { buildAutomaton, nextState } from '../../runbook-runner/src/mask/automaton.ts';
import { seeded } from '../support/seeded.ts';

// Of two letters, so that patterns begin, end and lie in one another.
const few = patterns(12, 6);
// More than there are rows for: the deep states have links.
const many = patterns(700, 24);

describe.each([
  ['few patterns', few],
  ['many patterns', many],
])('%s', (_how, given) => {
  const begin = new Set(
    given.flatMap(({ bytes }) => Array.from(bytes, (_, length) => text(bytes.subarray(0, length)))),
  );
  const anywhere = new Set(given.filter(({ wholeWord }) => !wholeWord).map(({ bytes }) => text(bytes)));
  const words = new Set(given.map(({ bytes }) => text(bytes)).filter((one) => !anywhere.has(one)));
  const begun = new Set([...begin, ...anywhere, ...words]);
  const longest = Math.max(...given.map(({ bytes }) => bytes.length));

  test('after each byte a state tells what ends there and what may go on', () => {
    const automaton = buildAutomaton(given);
    let state = 0;
    let read = '';
    for (const letter of readings(given)) {
      state = nextState(automaton, state, letter.charCodeAt(0));
      read = (read + letter).slice(-longest);
      const longestOf = (set: ReadonlySet<string>): number =>
        Array.from(read, (_, from) => read.slice(from)).find((end) => set.has(end))?.length ?? 0;
      expect({
        depth: automaton.depth[state],
        open: automaton.open[state],
        masks: automaton.masks[state],
        words: automaton.words[state],
        hits: automaton.hits[state] === 1,
      }).toEqual({
        depth: longestOf(begun),
        open: longestOf(begin),
        masks: longestOf(anywhere),
        words: longestOf(words),
        hits: longestOf(anywhere) + longestOf(words) > 0,
      });
    }
  });
});

test('the table of the shallow states does not grow with the secrets', () => {
  const { depth, rows, denseStates } = buildAutomaton(many);
  expect(depth.length).toBeGreaterThan(4096);
  expect(denseStates).toBe(2048);
  expect(rows.byteLength).toBe(2 * 1024 * 1024);
  expect(buildAutomaton(few).rows.length).toBe(buildAutomaton(few).depth.length * 256);
});

test('a pattern that is to be found anywhere is, whether it is also a word or not', () => {
  const bytes = Buffer.from('ab');
  for (const given of [
    [true, false],
    [false, true],
  ]) {
    const { masks, words } = buildAutomaton(given.map((wholeWord) => ({ bytes, wholeWord })));
    expect([masks[2], words[2]]).toEqual([2, 0]);
  }
});

function patterns(count: number, most: number): readonly Pattern[] {
  const below = numbers();
  return Array.from({ length: count }, (_, index) => ({
    bytes: Buffer.from(Array.from({ length: 2 + below(most - 1) }, () => 'ab'.charAt(below(2))).join('')),
    wholeWord: index % 3 === 0,
  }));
}

/** Beginnings and wholes of the patterns, one after the other, and now and then a letter of none. */
function readings(given: readonly Pattern[]): string {
  const below = numbers();
  return Array.from({ length: 300 }, () => {
    const { bytes } = given[below(given.length)] as Pattern;
    return text(bytes.subarray(0, 1 + below(bytes.length))) + (below(4) === 0 ? 'c' : '');
  }).join('');
}

/** Whole numbers below a limit, the same each time. */
function numbers(): (limit: number) => number {
  const random = seeded(7);
  return (limit) => Math.floor(random() * limit);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
