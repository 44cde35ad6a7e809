import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../failure.ts';
import { judge } from '../../judge/judge.ts';
import type { Variable } from '../../parse/runbook.ts';
import { type Choice, parseChoices } from '../../plan/choices.ts';
import { sessionEnvironment } from '../../run/environment.ts';
import { openSession } from '../../session/session.ts';
import { writeServiceCommands } from '../../target/service-commands.ts';
import type { Target } from '../../target/target.ts';
import type { Io } from '../io.ts';

/**
 * What a variable's `choices` command prints, in a session like that of the steps. It must be judged harmless: it is
 * executed before any plan.
 * @param known the values that are known already, by name.
 * @throws Failure when it is not harmless, or when it fails.
 */
export async function listChoices(
  { name, choices }: Variable & { readonly choices: NonNullable<Variable['choices']> },
  target: Target,
  known: ReadonlyMap<string, string>,
  io: Io,
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
  const folder = await mkdtemp(join(tmpdir(), 'runbook-choix-'));
  try {
    return parseChoices(await read(choices.command, target, known, folder, io, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function read(
  command: string,
  target: Target,
  known: ReadonlyMap<string, string>,
  folder: string,
  io: Io,
  name: string,
): Promise<string> {
  const path = join(folder, 'services');
  await writeServiceCommands(target, path, known, new Map());
  const session = await openSession({
    dir: join(folder, 'session'),
    bash: 'bash',
    cwd: target.cwd,
    env: sessionEnvironment(io.env, path),
    variables: known,
    secrets: new Map(),
  });
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const end = await session.execute(
    { name: 'choix', text: command, interactive: false },
    {
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      onStarted: async () => undefined,
      onOutput: (stream, chunk) => void chunks[stream].push(chunk),
    },
  );
  if (end.outcome === 'exited' && end.status === 0) return Buffer.concat(chunks.stdout).toString('utf8');
  const said = Buffer.concat(chunks.stderr).toString('utf8').trim().split('\n').at(-1);
  throw new Failure('cannot-run', {
    message: `les choix de ${name} n’ont pas pu être lus${said ? ` : ${said}` : ''}`,
    expected: 'une commande qui affiche une valeur par ligne',
    action: `donnez la valeur : --var ${name}=VALEUR`,
  });
}

const TIME_LIMIT_MS = 60_000;
