import { rmSync, writeFileSync } from 'node:fs';
import { systemCause } from '../../disk/cause.ts';
import { quote } from '../../session/bytes.ts';
import type { Execution } from '../machine.ts';

/**
 * Executes a step while the secrets of the services are in `file` (0600), where their commands read them; when the step
 * has ended they are on no disk.
 */
export async function withSecrets(
  file: string,
  secrets: ReadonlyMap<string, string>,
  step: () => Promise<Execution>,
): Promise<Execution> {
  if (secrets.size === 0) return step();
  try {
    try {
      const lines = [...secrets].map(([name, value]) => `${variable(name)}=${quote(value)}\n`);
      writeFileSync(file, lines.join(''), { mode: 0o600 });
    } catch (error) {
      return { outcome: 'not-started', reason: `${file} ne peut pas être écrit (${systemCause(error)})` };
    }
    return await step();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The lines of a service's command that give it its secrets, or end it when the step is over. */
export function takeSecrets(file: string, command: string, wanted: ReadonlyMap<string, string>): readonly string[] {
  if (wanted.size === 0) return [];
  const over = `${command} : l’étape qui l’appelle est finie, et ses secrets ne sont plus là.`;
  return [
    `[ -r ${quote(file)} ] || { printf '%s\\n' ${quote(over)} >&2; exit 127; }`,
    `. ${quote(file)}`,
    ...[...wanted].map(([name, secret]) => `export ${name}="$${variable(secret)}"`),
  ];
}

/** Not exported by that file: a command is given what it asks for, and nothing else. */
function variable(secret: string): string {
  return `__rb_${Buffer.from(secret).toString('hex')}`;
}
