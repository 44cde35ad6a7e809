import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The words after node by which runbook-runner/bin/runbook starts the command: compiled, with its flag. Throws when it was not built. */
export function builtCli(): readonly string[] {
  const folder = fileURLToPath(new URL('../runbook-runner/', import.meta.url));
  if (existsSync(`${folder}dist/cli/bin.js`)) return ['--no-wasm-tier-up', `${folder}dist/cli/bin.js`];
  throw new Error(`${folder}dist is missing: npm run build:runner`);
}
