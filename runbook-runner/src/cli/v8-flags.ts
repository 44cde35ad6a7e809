import { setFlagsFromString } from 'node:v8';

/**
 * PostgreSQL's grammar is one function: optimizing its WebAssembly takes V8 half a second and 500 MB, for a few statements.
 * For every command, before anything is judged. Figures: docs/decisions/0008.
 */
export function compileGrammarQuickly(): void {
  set('--no-wasm-tier-up', '--no-wasm-dynamic-tiering');
}

/**
 * For the commands that start steps: each is a fork of this process, whose cost follows its memory. What a step leaves to
 * collect is little. Before the modules are loaded, which would make the young generation grow to four times as much.
 * Figures: docs/decisions/0003.
 */
export function stayQuickToFork(): void {
  set('--semi-space-growth-factor=1');
}

/**
 * For a check on every core, each with a thread of ours: V8's own would only take its place. Its last compiler works longer
 * than it spares in such a run; its middle one is better off with what it can learn from the first call on.
 */
export function workWithoutHelpers(): void {
  set('--no-opt', '--no-concurrent-marking', '--no-parallel-scavenge', '--no-lazy-feedback-allocation');
}

function set(...flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}
