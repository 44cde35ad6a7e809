import type { Plan } from '../../plan/plan.ts';
import { visible } from '../../report/visible.ts';
import type { EnvValue, Invocation } from '../../targets/target.ts';
import { commandName } from '../../targets/target.ts';

/** What each `@name` and verb that the steps call really is: the command that takes its place, as one would type it. */
export function calledServices({ target, steps, undos }: Plan): readonly string[] {
  const texts = [...steps, ...undos.values()].map(({ step }) => step.text);
  const called = target.services.flatMap((service) =>
    [...service.verbs].flatMap(([verb, invocation]) => {
      const name = commandName(service, verb);
      return texts.some((text) => isIn(name, text)) ? [{ name, command: described(invocation) }] : [];
    }),
  );
  const width = Math.max(0, ...called.map(({ name }) => name.length));
  return called.map(({ name, command }) => `${name.padEnd(width)}  ${command}`);
}

/** The same, of every verb of every service, for other programs. */
export function everyService({ target }: Plan): Readonly<Record<string, object>> {
  return Object.fromEntries(
    target.services.flatMap((service) =>
      [...service.verbs].map(([verb, { argv, env }]) => [
        commandName(service, verb),
        { argv, env: Object.fromEntries([...env].map(([name, of]) => [name, shownValue(of)])) },
      ]),
    ),
  );
}

function isIn(name: string, text: string): boolean {
  return new RegExp(`(?<![\\w@-])${name}(?![\\w:-])`).test(text);
}

function described({ argv, env }: Invocation): string {
  const settings = [...env].map(([name, of]) => `${name}=${shownValue(of)}`);
  return [...settings, ...argv.map(word)].join(' ');
}

function shownValue(of: EnvValue): string {
  if (of.kind === 'literal') return word(of.value);
  return of.kind === 'secret' ? `(secret ${of.name})` : `$${of.name}`;
}

/** As a shell would read it; a script is named by its length, the JSON plan has it whole. */
function word(text: string): string {
  const lines = text.split('\n').length;
  if (lines > 1) return `(script de ${lines} lignes)`;
  return visible(/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
}
