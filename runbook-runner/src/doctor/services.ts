import { readScript } from '../check/shell/script.ts';
import { judge } from '../judge/judge.ts';
import type { Machine } from '../machine/machine.ts';
import { argvText, invocationText, valueText } from '../report/invocation-text.ts';
import { quote } from '../session/bytes.ts';
import type { Group } from '../targets/group.ts';
import { commandsOf } from '../targets/group.ts';
import type { Invocation, Service, Target, Verb } from '../targets/target.ts';
import { commandName, verbs } from '../targets/target.ts';
import { programsOf } from './commands-called.ts';
import type { Finding, Looked } from './finding.ts';
import { fine, wrong } from './finding.ts';
import type { Probe } from './probe.ts';

/**
 * What each verb of each service really is, and whether its programs are there. Of the verbs only `@name` is called, with
 * `true`, and only when the judge finds that the whole line does nothing else than get there.
 * @param called the names (`@db:stop`) that some runbook calls.
 */
export async function lookAtServices(
  target: Target,
  called: ReadonlySet<string>,
  machine: Machine,
  probe: Probe | null,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const service of target.services) {
    for (const verb of verbs) {
      const invocation = service.verbs.get(verb);
      if (invocation) findings.push(await lookAtVerb(target, service, verb, invocation, called, machine, probe));
    }
  }
  return [...findings, ...target.groups.flatMap((group) => lookAtGroup(group, findings))];
}

/** A verb of a group is what those of its services are; one that some of them lack is told of the runbook that calls it. */
function lookAtGroup(group: Group, ofServices: readonly Finding[]): readonly Finding[] {
  return verbs.flatMap((verb) => {
    const commands = commandsOf(group, verb) ?? [];
    const found = ofServices.filter(({ title }) => commands.includes(title));
    if (commands.length === 0 || found.length < commands.length) return [];
    const name = commandName(group, verb);
    const looked: Looked = { subject: 'service', id: `service:${name}`, title: name };
    const facts = { commands, probed: false };
    const amiss = found.filter(({ result }) => result !== 'ok');
    if (amiss.length === 0) return [fine(looked, commands.join(', '), facts)];
    const result = amiss.some((finding) => finding.result === 'failed') ? 'failed' : 'warning';
    return [wrong(looked, result, `à cause de ${amiss.map(({ title }) => title).join(', ')}`, null, facts)];
  });
}

async function lookAtVerb(
  { ephemeral }: Target,
  service: Service,
  verb: Verb,
  invocation: Invocation,
  called: ReadonlySet<string>,
  machine: Machine,
  probe: Probe | null,
): Promise<Finding> {
  const name = commandName(service, verb);
  const looked: Looked = { subject: 'service', id: `service:${name}`, title: name };
  const command = invocationText(invocation);
  const facts = {
    argv: argvText(invocation.argv),
    env: [...invocation.env].map(([variable, of]) => `${variable}=${valueText(of)}`),
    probed: false,
  };
  const missing = await missingProgram(invocation, machine);
  if (missing !== null) {
    const mend = missing.includes('/') ? 'corrigez la description de ce service' : `installez « ${missing} »`;
    const action = ephemeral ? `démarrez la cible : ${ephemeral.up.join(' ')}` : mend;
    return wrong(looked, called.has(name) ? 'failed' : 'warning', `« ${missing} » n’est pas là`, action, facts);
  }
  if (verb !== 'exec' || probe === null || !(await onlyReads(invocation))) return fine(looked, command, facts);
  const { ok, lines, problem } = await probe.ask(`${name} true < /dev/null`, LIMIT_MS);
  const tried = { ...facts, probed: true };
  if (ok) return fine(looked, command, tried);
  const said = lines.at(-1);
  const detail = `« ${command} true » ${problem}${said === undefined ? '' : ` : ${said}`}`;
  return wrong(looked, 'warning', detail, 'démarrez ce service, ou corrigez sa description', tried);
}

const LIMIT_MS = 10_000;

/** The programs that the verbs of the services start here, with the verbs. */
export function programsOfServices({ services }: Target): ReadonlyMap<string, readonly string[]> {
  const programs = new Map<string, string[]>();
  for (const service of services) {
    for (const [verb, invocation] of service.verbs) {
      for (const program of programsOfVerb(invocation))
        programs.set(program, [...(programs.get(program) ?? []), commandName(service, verb)]);
    }
  }
  return programs;
}

function programsOfVerb({ argv }: Invocation): ReadonlySet<string> {
  const words = argvText(argv);
  // A word that is a script calls the functions that it defines.
  const functions = new Set(words.flatMap((word) => readScript(word).functions));
  const programs = programsOf(readScript(shellText(words))).filter((name) => !functions.has(name));
  return new Set([argv[0], ...programs]);
}

async function missingProgram(invocation: Invocation, machine: Machine): Promise<string | null> {
  for (const program of programsOfVerb(invocation)) if (!(await machine.has(program))) return program;
  return null;
}

async function onlyReads({ argv }: Invocation): Promise<boolean> {
  const { risk } = await judge(shellText([...argvText(argv), 'true']), { services: new Set(), constants: new Map() });
  return risk === 'safe';
}

function shellText(words: readonly string[]): string {
  return words.map(quote).join(' ');
}
