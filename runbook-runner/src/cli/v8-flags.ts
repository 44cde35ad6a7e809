import { setFlagsFromString } from 'node:v8';

/**
 * For every command, before its modules are loaded. PostgreSQL's grammar is one function: optimizing its WebAssembly takes V8
 * half a second and 500 MB, for a few statements. And the young generation keeps the size that it starts with: each step is
 * a fork of this process, whose cost follows its memory. Figures: docs/decisions/0003 and 0008.
 */
export function staySmall(): void {
  set('--no-wasm-tier-up', '--no-wasm-dynamic-tiering', '--semi-space-growth-factor=1');
}

/**
 * For a check on every core, each with a thread of ours: V8's own would only take its place. Its last compiler works longer
 * than it spares in such a run; its middle one is better off with what it can learn from the first call on. What a page
 * leaves to collect wants a large young generation.
 */
export function workWithoutHelpers(): void {
  set('--no-opt', '--no-concurrent-marking', '--no-parallel-scavenge', '--no-lazy-feedback-allocation');
  set('--semi-space-growth-factor=2');
}

function set(...flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}
