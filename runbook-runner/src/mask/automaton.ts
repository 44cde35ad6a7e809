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
  for (const [state, node] of order.entries()) copyNode(automaton, state, node, renumbered);
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

function buildTrie(patterns: readonly Pattern[]): readonly Node[] {
  const nodes: Node[] = [newNode(0, 0)];
  for (const { bytes, wholeWord } of patterns) {
    let node = nodes[0] as Node;
    for (const byte of bytes) {
      let child = node.children.get(byte);
      if (child === undefined) {
        child = nodes.length;
        node.children.set(byte, child);
        nodes.push(newNode(byte, node.depth + 1));
      }
      node = nodes[child] as Node;
    }
    node.ends = wholeWord && node.ends !== 'anywhere' ? 'word' : 'anywhere';
  }
  return nodes;
}

function newNode(label: number, depth: number): Node {
  return { label, depth, ends: 'no', children: new Map() };
}

function breadthFirst(trie: readonly Node[]): { order: readonly Node[]; renumbered: Int32Array } {
  const order: Node[] = [trie[0] as Node];
  const renumbered = new Int32Array(trie.length);
  for (const node of order) {
    for (const child of node.children.values()) {
      renumbered[child] = order.length;
      order.push(trie[child] as Node);
    }
  }
  return { order, renumbered };
}

function copyNode(automaton: Automaton, state: number, node: Node, renumbered: Int32Array): void {
  automaton.label[state] = node.label;
  automaton.depth[state] = node.depth;
  automaton.masks[state] = node.ends === 'anywhere' ? node.depth : 0;
  automaton.words[state] = node.ends === 'word' ? node.depth : 0;
  for (const id of node.children.values()) {
    const child = renumbered[id] as number;
    automaton.sibling[child] = automaton.firstChild[state] as number;
    automaton.firstChild[state] = child;
  }
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
  if (dense && state !== 0) rows.copyWithin(state * 256, fallback * 256, fallback * 256 + 256);
  for (let child = firstChild[state] as number; child !== 0; child = sibling[child] as number) {
    const byte = label[child] as number;
    fail[child] = state === 0 ? 0 : nextState(automaton, fallback, byte);
    if (dense) rows[state * 256 + byte] = child;
  }
}

interface Node {
  readonly label: number;
  readonly depth: number;
  ends: 'no' | 'word' | 'anywhere';
  readonly children: Map<number, number>;
}
