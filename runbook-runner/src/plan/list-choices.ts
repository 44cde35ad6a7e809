import { Failure } from '../failure.ts';
import { judge } from '../judge/judge.ts';
import type { Machine } from '../machine/machine.ts';
import type { Variable } from '../parse/runbook.ts';
import type { Target } from '../targets/target.ts';
import type { Choice } from './choices.ts';
import { parseChoices } from './choices.ts';

/**
 * What a variable's `choices` command prints, in a session like that of the steps. It must be judged harmless: it is
 * executed before any plan.
 * @param known the values that are known already, by name.
 * @throws Failure when it is not harmless, or when it fails.
 */
export async function listChoices(
  { name, choices }: Variable & { readonly choices: NonNullable<Variable['choices']> },
  target: Target,
  machine: Machine,
  known: ReadonlyMap<string, string>,
): Promise<readonly Choice[]> {
  const services = new Set(target.services.map((service) => service.name));
  const verdict = await judge(choices.command, { services, constants: known });
  if (verdict.risk !== 'safe') {
    throw new Failure('refused', {
      message: `les choix de ${name} ne sont pas lus : leur commande n’est pas sans risque (${verdict.reasons[0]?.text ?? verdict.risk})`,
      expected: 'une commande qui ne fait que lire',
      action: `donnez la valeur : --var ${name}=VALEUR`,
    });
  }
  const session = await machine.openSession({ folder: null, cwd: target.cwd, variables: known, secrets: new Map() });
  const printed = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  try {
    const end = await session.execute(
      { name: 'choix', text: choices.command, interactive: false },
      {
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
        onStarted: async () => undefined,
        onOutput: (stream, chunk) => void printed[stream].push(chunk),
      },
    );
    if (end.outcome === 'exited' && end.status === 0) return parseChoices(textOf(printed.stdout));
  } finally {
    await session.close();
  }
  const said = textOf(printed.stderr).trim().split('\n').at(-1);
  throw new Failure('cannot-run', {
    message: `les choix de ${name} n’ont pas pu être lus${said ? ` : ${said}` : ''}`,
    expected: 'une commande qui affiche une valeur par ligne',
    action: `donnez la valeur : --var ${name}=VALEUR`,
  });
}

const TIME_LIMIT_MS = 60_000;

function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
