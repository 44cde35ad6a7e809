import { plural } from '../french/plural.ts';
import { holdsSecret } from '../mask/find-secret.ts';
import type { Needles } from '../mask/needles.ts';
import type { ListVariable } from '../parse/runbook.ts';
import { readValue, variableValueProblem } from '../parse/variable-value.ts';
import { quote } from '../session/bytes.ts';
import type { Declaration, Target } from '../targets/target.ts';
import { commandName } from '../targets/target.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, wrong } from './finding.ts';
import type { Probe } from './probe.ts';
import type { Document } from './runbooks.ts';

/**
 * Whether each list of which an application can tell has all that it declares; what the list has besides is its author's
 * knowledge. It is to be looked at, and prevents no run: a run never asks.
 * @param probe null: there is no session to ask in.
 */
export async function lookAtDeclared(
  { variables }: Pick<Target, 'variables'>,
  documents: readonly Document[],
  needles: Needles,
  probe: Probe | null,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [name, source] of variables) {
    if (source.from !== 'list' || source.declaredBy === null) continue;
    const looked: Looked = { subject: 'value', id: `declared:${name}`, title: `liste ${name}` };
    const answer = await declaredItems(source.declaredBy, listOf(name, documents), needles, probe);
    findings.push(
      'problem' in answer
        ? undetermined(looked, source.declaredBy, answer.problem)
        : compared(looked, source.items, answer.items, source.declaredBy),
    );
  }
  return findings;
}

/** The items that the application declares, or why they are not known, in French. */
async function declaredItems(
  { service, command }: Declaration,
  list: List,
  needles: Needles,
  probe: Probe | null,
): Promise<{ readonly items: readonly string[] } | { readonly problem: string }> {
  if (probe === null) return { problem: 'il n’y a pas de session où le lui demander' };
  const caller = commandName({ name: service }, 'exec');
  const asked = `« ${caller} ${command[0]} »`;
  const text = `${[caller, ...command.map(quote)].join(' ')} < /dev/null`;
  const { ok, lines, stdout, problem } = await probe.ask(text, LIMIT_MS);
  if (!ok) return { problem: `${asked} ${problem}${lines.length === 0 ? '' : ` : ${lines.at(-1)}`}` };
  if (stdout === null) return { problem: `${asked} a trop écrit pour être lu en entier` };
  if (holdsSecret(needles, stdout)) return { problem: `ce qu’écrit ${asked} contient la valeur d’un secret` };
  const items = [...new Set(readValue(list, Buffer.from(stdout).toString('utf8')))];
  if (items.length === 0) return { problem: `${asked} n’a rien écrit` };
  const unfit = variableValueProblem(list, items);
  return unfit === null ? { items } : { problem: `ce qu’écrit ${asked} ${unfit}` };
}

/** As long as a command that gives a value may take. */
const LIMIT_MS = 30_000;

function compared(
  looked: Looked,
  items: readonly string[],
  declared: readonly string[],
  { service, where }: Declaration,
): Finding {
  const missing = declared.filter((item) => !items.includes(item));
  const facts = { service, declared, missing, where };
  if (missing.length === 0)
    return fine(looked, `a tout ce que l’application déclare (${plural(declared.length, 'élément')})`, facts);
  const named = missing.join(', ');
  const detail = `l’application déclare ${named}, que la liste n’a pas`;
  return wrong(looked, 'warning', detail, `ajoutez ${named} à « items »`, facts);
}

function undetermined(looked: Looked, { service, where }: Declaration, problem: string): Finding {
  const detail = `indéterminé, car rien ne dit ce que l’application déclare : ${problem}`;
  const action = `démarrez @${service}, ou corrigez « declared-by » dans le fichier des cibles`;
  return wrong(looked, 'unknown', detail, action, { service, where });
}

/** What an item must be, as the runbooks that read the list say. */
function listOf(name: string, documents: readonly Document[]): List {
  const variables = documents.flatMap(({ runbook }) => runbook?.variables ?? []);
  const lists = variables.flatMap((variable) => (variable.type === 'list' && variable.name === name ? [variable] : []));
  return lists[0] ?? { type: 'list', items: 'string' };
}

type List = Pick<ListVariable, 'type' | 'items'>;
