import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The words after node of the command as it is installed, with the flag of its first line. Throws when it was not built. */
export function builtCli(): readonly string[] {
  const folder = fileURLToPath(new URL('../runbook-runner/', import.meta.url));
  if (existsSync(`${folder}dist/cli/bin.js`)) return ['--no-wasm-tier-up', `${folder}bin/runbook.js`];
  throw new Error(`${folder}dist is missing: npm run build:runner`);
}
