import type { Plan } from '../../plan/plan.ts';
import { argvText, invocationText, valueText } from '../../report/invocation-text.ts';
import { visible } from '../../report/visible.ts';
import { commandName } from '../../targets/target.ts';

/** What each `@name` and verb that is called really is: the command that takes its place, as one would type it. */
export function calledServices({ target }: Plan, called: ReadonlySet<string>): readonly string[] {
  const shown = target.services.flatMap((service) =>
    [...service.verbs].flatMap(([verb, invocation]) => {
      const name = commandName(service, verb);
      return called.has(name) ? [{ name, command: visible(invocationText(invocation)) }] : [];
    }),
  );
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  return shown.map(({ name, command }) => `${name.padEnd(width)}  ${command}`);
}

/** The same, of every verb of every service, for other programs. */
export function everyService({ target }: Plan): Readonly<Record<string, object>> {
  return Object.fromEntries(
    target.services.flatMap((service) =>
      [...service.verbs].map(([verb, { argv, env }]) => [
        commandName(service, verb),
        { argv: argvText(argv), env: Object.fromEntries([...env].map(([name, of]) => [name, valueText(of)])) },
      ]),
    ),
  );
}
