import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../failure.ts';
import { judge } from '../../judge/judge.ts';
import type { Variable } from '../../parse/runbook.ts';
import { type Choice, parseChoices } from '../../plan/choices.ts';
import { sessionEnvironment } from '../../run/environment.ts';
import { writeServiceCommands } from '../../target/service-commands.ts';
import { readSource } from '../../target/sources.ts';
import type { Target } from '../../target/target.ts';
import type { Io } from '../io.ts';

/**
 * What a variable's `choices` command prints on the target. It must be judged harmless: it is executed before any plan.
 * @throws Failure when it is not, or when it fails.
 */
export async function listChoices(
  { name, choices }: Variable & { readonly choices: NonNullable<Variable['choices']> },
  target: Target,
  io: Io,
): Promise<readonly Choice[]> {
  const services = new Set(target.services.map((service) => service.name));
  const verdict = await judge(choices.command, { services, constants: new Map() });
  if (verdict.risk !== 'safe') {
    throw new Failure('refused', {
      message: `les choix de ${name} ne sont pas lus : leur commande n’est pas sans risque (${verdict.reasons[0]?.text ?? verdict.risk})`,
      expected: 'une commande qui ne fait que lire',
      action: `donnez la valeur : --var ${name}=VALEUR`,
    });
  }
  const folder = await mkdtemp(join(tmpdir(), 'runbook-choix-'));
  try {
    const values = new Map<string, string>();
    for (const [name, source] of target.variables) values.set(name, await readSource(name, source, target, io.env));
    await writeServiceCommands(target, join(folder, 'services'), values, new Map());
    const { execa } = await import('execa');
    const env = { ...sessionEnvironment(io.env, join(folder, 'services')), ...Object.fromEntries(values) };
    const options = {
      cwd: target.cwd,
      env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      timeout: 30_000,
    } as const;
    const result = await execa('bash', ['--noprofile', '--norc', '-euo', 'pipefail', '-c', choices.command], options);
    if (result.exitCode === 0) return parseChoices(result.stdout);
    throw new Failure('cannot-run', {
      message: `les choix de ${name} n’ont pas pu être lus : ${result.stderr.split('\n').at(-1) || `statut ${result.exitCode ?? 'inconnu'}`}`,
      action: `donnez la valeur : --var ${name}=VALEUR`,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
