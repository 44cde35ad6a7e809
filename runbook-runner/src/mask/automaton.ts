/**
 * Aho–Corasick over bytes: finds every pattern in one pass, whatever their number. States are numbered breadth first
 * from the root, 0. The shallow ones, where ordinary text lives, have a full row of transitions; the deep ones, nearly
 * all with one child, have links, so that a secret of several kilobytes costs megabytes and not gigabytes.
 */
export function buildAutomaton(patterns: readonly Pattern[]): Automaton {
  const trie = buildTrie(patterns);
  const { order, renumbered } = breadthFirst(trie);
  const size = order.length;
  const automaton: Automaton = {
    rows: new Int32Array(Math.min(size, DENSE_STATES) * 256),
    denseStates: Math.min(size, DENSE_STATES),
    depth: new Int32Array(size),
    open: new Int32Array(size),
    masks: new Int32Array(size),
    words: new Int32Array(size),
    hits: new Uint8Array(size),
    label: new Uint8Array(size),
    firstChild: new Int32Array(size),
    sibling: new Int32Array(size),
    fail: new Int32Array(size),
  };
  for (const [state, node] of order.entries()) copyNode(automaton, state, trie, node, renumbered);
  for (let state = 0; state < size; state++) link(automaton, state);
  return automaton;
}

/** The state after `byte`: the longest suffix of what was read that is a prefix of a pattern. */
export function nextState(automaton: Automaton, from: number, byte: number): number {
  const { denseStates, firstChild, sibling, label, fail, rows } = automaton;
  let state = from;
  while (state >= denseStates) {
    for (let child = firstChild[state] as number; child !== 0; child = sibling[child] as number) {
      if (label[child] === byte) return child;
    }
    state = fail[state] as number;
  }
  return rows[state * 256 + byte] as number;
}

export interface Pattern {
  readonly bytes: Uint8Array;
  /** Matched only between characters that cannot belong to the same word. */
  readonly wholeWord: boolean;
}

export interface Automaton {
  /** Transitions of the states below `denseStates`, 256 each. */
  readonly rows: Int32Array;
  readonly denseStates: number;
  /** How many bytes a state has matched. */
  readonly depth: Int32Array;
  /** Length of the longest suffix that is the beginning of a longer pattern, and not only a whole one. */
  readonly open: Int32Array;
  /** Length of the longest pattern that ends in this state and is matched anywhere; 0: none. */
  readonly masks: Int32Array;
  /** The same of the whole-word patterns. */
  readonly words: Int32Array;
  /** 1 where either is not 0. */
  readonly hits: Uint8Array;
  readonly label: Uint8Array;
  readonly firstChild: Int32Array;
  readonly sibling: Int32Array;
  readonly fail: Int32Array;
}

// 2048 rows are 2 MB; ordinary text hardly ever leaves the first hundreds.
const DENSE_STATES = 2048;

/** In typed arrays, as the forms of a key have a million nodes. */
function buildTrie(patterns: readonly Pattern[]): Trie {
  const most = patterns.reduce((sum, { bytes }) => sum + bytes.length, 1);
  const trie: Trie = {
    size: 1,
    label: new Uint8Array(most),
    depth: new Int32Array(most),
    ends: new Uint8Array(most),
    firstChild: new Int32Array(most),
    sibling: new Int32Array(most),
  };
  for (const { bytes, wholeWord } of patterns) {
    let node = 0;
    for (const byte of bytes) node = childOf(trie, node, byte) || addChild(trie, node, byte);
    trie.ends[node] = wholeWord && trie.ends[node] !== ANYWHERE ? WORD : ANYWHERE;
  }
  return trie;
}

function childOf({ firstChild, sibling, label }: Trie, node: number, byte: number): number {
  let child = firstChild[node] as number;
  while (child !== 0 && label[child] !== byte) child = sibling[child] as number;
  return child;
}

function addChild(trie: Trie, node: number, byte: number): number {
  const child = trie.size++;
  trie.label[child] = byte;
  trie.depth[child] = (trie.depth[node] as number) + 1;
  trie.sibling[child] = trie.firstChild[node] as number;
  trie.firstChild[node] = child;
  return child;
}

/** Its nodes in the order of the states, and the state of each node. */
function breadthFirst({ size, firstChild, sibling }: Trie): { order: Int32Array; renumbered: Int32Array } {
  const order = new Int32Array(size);
  const renumbered = new Int32Array(size);
  for (let state = 0, found = 1; state < size; state++) {
    for (let child = firstChild[order[state] as number] as number; child !== 0; child = sibling[child] as number) {
      order[found] = child;
      renumbered[child] = found++;
    }
  }
  return { order, renumbered };
}

function copyNode(automaton: Automaton, state: number, trie: Trie, node: number, renumbered: Int32Array): void {
  automaton.label[state] = trie.label[node] as number;
  automaton.depth[state] = trie.depth[node] as number;
  automaton.masks[state] = trie.ends[node] === ANYWHERE ? (trie.depth[node] as number) : 0;
  automaton.words[state] = trie.ends[node] === WORD ? (trie.depth[node] as number) : 0;
  automaton.firstChild[state] = renumbered[trie.firstChild[node] as number] as number;
  automaton.sibling[state] = renumbered[trie.sibling[node] as number] as number;
}

// Breadth first, so that a state's failure link, always shallower, is complete before the state itself.
function link(automaton: Automaton, state: number): void {
  const { rows, denseStates, fail, depth, open, masks, words, hits, firstChild, sibling, label } = automaton;
  const fallback = fail[state] as number;
  masks[state] ||= masks[fallback] as number;
  words[state] ||= words[fallback] as number;
  open[state] = (firstChild[state] !== 0 ? depth[state] : open[fallback]) as number;
  hits[state] = masks[state] || words[state] ? 1 : 0;
  const dense = state < denseStates;
  if (dense) rows.copyWithin(state * 256, fallback * 256, fallback * 256 + 256);
  for (let child = firstChild[state] as number; child !== 0; child = sibling[child] as number) {
    const byte = label[child] as number;
    fail[child] = nextState(automaton, fallback, byte);
    if (dense) rows[state * 256 + byte] = child;
  }
}

const WORD = 1;
const ANYWHERE = 2;

interface Trie {
  size: number;
  readonly label: Uint8Array;
  readonly depth: Int32Array;
  /** 0: no pattern. */
  readonly ends: Uint8Array;
  readonly firstChild: Int32Array;
  readonly sibling: Int32Array;
}
