import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The command as it is installed: compiled. Throws when it was not built. */
export function builtCli(): string {
  const path = fileURLToPath(new URL('../runbook-runner/dist/cli/bin.js', import.meta.url));
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing: npm run build:runner`);
}
