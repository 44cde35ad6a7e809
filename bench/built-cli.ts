import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The command as it is installed: compiled. Throws when it was not built. */
export function builtCli(): string {
  const folder = fileURLToPath(new URL('../runbook-runner/', import.meta.url));
  if (existsSync(`${folder}dist/cli/bin.js`)) return `${folder}bin/runbook.js`;
  throw new Error(`${folder}dist is missing: npm run build:runner`);
}
