import { Failure } from '../failure.ts';
import { judge } from '../judge/judge.ts';
import type { Machine } from '../machine/machine.ts';
import { holdsSecret } from '../mask/find-secret.ts';
import { maskText } from '../mask/mask-text.ts';
import type { Needles } from '../mask/needles.ts';
import { collectNeedles } from '../mask/needles.ts';
import type { Variable, VariableValue } from '../parse/runbook.ts';
import { callableNames } from '../targets/group.ts';
import type { Target } from '../targets/target.ts';
import type { Choice } from './choices.ts';
import { parseChoices } from './choices.ts';

/**
 * What a variable's `choices` command prints, in a session like that of the steps. It must be judged harmless: it is
 * executed before any plan.
 * @throws Failure when it is not harmless, when it fails, or when it shows a secret.
 */
export async function listChoices(
  { name, choices }: Variable & { readonly choices: NonNullable<Variable['choices']> },
  target: Target,
  machine: Machine,
  { known, serviceValues, hidden, signal }: ChoicesRequest,
): Promise<readonly Choice[]> {
  const services = callableNames(target);
  const verdict = await judge(choices.command, { services, constants: known });
  if (verdict.risk !== 'safe') {
    throw new Failure('refused', {
      message: `les choix de ${name} ne sont pas lus : leur commande n’est pas sans risque (${verdict.reasons[0]?.text ?? verdict.risk})`,
      expected: 'une commande qui ne fait que lire',
      action: `donnez la valeur : --var ${name}=VALEUR`,
    });
  }
  const session = await machine.openSession({
    folder: null,
    cwd: target.cwd,
    variables: known,
    secrets: new Map(),
    serviceValues,
    serviceSecrets: hidden,
  });
  const needles = collectNeedles(hidden);
  const printed = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  try {
    const end = await session.execute(
      { name: 'choix', text: choices.command, interactive: false },
      {
        signal: AbortSignal.any([AbortSignal.timeout(TIME_LIMIT_MS), ...(signal ? [signal] : [])]),
        onStarted: async () => undefined,
        onOutput: (stream, chunk) => void printed[stream].push(chunk),
      },
    );
    if (end.outcome === 'exited' && end.status === 0) return parseChoices(shown(name, printed.stdout, needles));
  } finally {
    await session.close();
  }
  const said = maskText(needles, Buffer.concat(printed.stderr).toString()).trim().split('\n').at(-1);
  throw new Failure('cannot-run', {
    message: `les choix de ${name} n’ont pas pu être lus${said ? ` : ${said}` : ''}`,
    expected: 'une commande qui affiche une valeur par ligne',
    action: `donnez la valeur : --var ${name}=VALEUR`,
  });
}

interface ChoicesRequest {
  /** The values that are known already, by name. */
  readonly known: ReadonlyMap<string, VariableValue>;
  /** Those that services are given besides. */
  readonly serviceValues: ReadonlyMap<string, string>;
  /** The secrets, by name: services are given them, and they are masked. */
  readonly hidden: ReadonlyMap<string, string>;
  /** Stops the command. */
  readonly signal: AbortSignal | undefined;
}

const TIME_LIMIT_MS = 60_000;

/** A secret in a menu would be seen, and one that is hidden there could not be chosen. */
function shown(name: string, chunks: readonly Uint8Array[], needles: Needles): string {
  const bytes = Buffer.concat(chunks);
  if (!holdsSecret(needles, bytes)) return bytes.toString();
  throw new Failure('refused', {
    message: `les choix de ${name} contiennent la valeur d’un secret : ils ne sont pas montrés`,
    expected: 'une commande qui n’affiche aucun secret',
    action: `donnez la valeur : --var ${name}=VALEUR`,
  });
}
