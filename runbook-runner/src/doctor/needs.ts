import { basename } from 'node:path';
import type { Machine } from '../machine/machine.ts';
import type { Target } from '../targets/target.ts';
import { commandsCalled } from './commands-called.ts';
import type { Document } from './runbooks.ts';
import { programsOfServices } from './services.ts';
import type { NeededTool } from './tools.ts';

/** Each command that the runner, the target or a runbook calls, and what calls it. */
export async function neededTools(
  target: Target,
  documents: readonly Document[],
  { has }: Pick<Machine, 'has'>,
): Promise<readonly NeededTool[]> {
  const tools = new Map<string, { by: Set<string>; must: boolean }>();
  const add = (name: string, by: string, must: boolean): void => {
    const tool = tools.get(name) ?? { by: new Set(), must: false };
    tool.by.add(by);
    tools.set(name, { by: tool.by, must: tool.must || must });
  };
  for (const name of ['bash', 'flock']) add(name, 'runbook', true);
  for (const name of commandsOfTarget(target)) add(name, basename(target.file), true);
  // A verb whose program is missing says so itself.
  for (const [name, called] of programsOfServices(target))
    if (await has(name)) for (const verb of called) add(name, verb, false);
  for (const { runbook } of documents) {
    if (runbook === null) continue;
    for (const name of runbook.requires.commands) add(name, runbook.id, true);
    for (const { name, step, certain } of commandsCalled(runbook)) add(name, `${runbook.id}#${step}`, certain);
  }
  return [...tools].map(([name, { by, must }]) => ({ name, by: [...by], must }));
}

/** Those of its identity and of its values; services tell their own. */
function commandsOfTarget({ identity, variables, secrets }: Target): readonly string[] {
  const sources = [...variables.values(), ...secrets.values()];
  const commands = sources.flatMap((source) => (source.from === 'command' ? [source.argv[0]] : []));
  return [...(identity ? [identity[0]] : []), ...commands].filter(
    (name) => !name.includes('/') || name.startsWith('/'),
  );
}
