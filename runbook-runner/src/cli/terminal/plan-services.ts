import type { Plan } from '../../plan/plan.ts';
import { argvText, invocationText, valueText } from '../../report/invocation-text.ts';
import { visible } from '../../report/visible.ts';
import { commandsOf } from '../../targets/group.ts';
import type { Target } from '../../targets/target.ts';
import { commandName, verbs } from '../../targets/target.ts';

/** What each `@name` and verb that is called really is: the command that takes its place, as one would type it. */
export function calledServices({ target }: Plan, called: ReadonlySet<string>): readonly string[] {
  const known = [
    ...groupCommands(target).map(({ name, commands }) => ({ name, command: commands.join(', ') })),
    ...target.services.flatMap((service) =>
      [...service.verbs].map(([verb, invocation]) => ({
        name: commandName(service, verb),
        command: invocationText(invocation),
      })),
    ),
  ];
  const shown = known.filter(({ name }) => called.has(name));
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  return shown.map(({ name, command }) => `${name.padEnd(width)}  ${visible(command)}`);
}

/** The same, of every verb of every service, for other programs. */
export function everyService({ target }: Plan): Readonly<Record<string, object>> {
  return Object.fromEntries([
    ...target.services.flatMap((service) =>
      [...service.verbs].map(([verb, { argv, env }]) => [
        commandName(service, verb),
        { argv: argvText(argv), env: Object.fromEntries([...env].map(([name, of]) => [name, valueText(of)])) },
      ]),
    ),
    ...groupCommands(target).map(({ name, commands }) => [name, { commands }]),
  ]);
}

/** What each verb of each group calls, in its order. */
function groupCommands({ groups }: Target): readonly { readonly name: string; readonly commands: readonly string[] }[] {
  return groups.flatMap((group) =>
    verbs.flatMap((verb) => {
      const commands = commandsOf(group, verb);
      return commands === null ? [] : [{ name: commandName(group, verb), commands }];
    }),
  );
}
