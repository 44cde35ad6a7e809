import { quote } from '../session/bytes.ts';
import type { EnvValue, Invocation, Setting } from '../targets/target.ts';

/**
 * The command of a verb as one would type it, its literals quoted where a shell needs it; what comes from elsewhere is named,
 * and a text of several lines told by its length.
 */
export function invocationText({ argv, env }: Invocation): string {
  const settings = [...env].map(([name, of]) => `${name}=${of.kind === 'literal' ? word(of.value) : valueText(of)}`);
  return [...settings, ...argvText(argv).map(word)].join(' ');
}

/** The words of a verb; a value stands as `NAME=$VALUE`. */
export function argvText(argv: Invocation['argv']): readonly [string, ...string[]] {
  const [command, ...words] = argv;
  return [command, ...words.flatMap((given) => (typeof given === 'string' ? [given] : settingText(given)))];
}

function settingText({ option, name, of }: Setting): readonly string[] {
  return [...(option === null ? [] : [option]), `${name}=${valueText(of)}`];
}

/** What the targets file holds, as it is there, or the name of what takes its place. */
export function valueText(of: EnvValue): string {
  if (of.kind === 'literal') return of.value;
  return of.kind === 'secret' ? `(secret ${of.name})` : `$${of.name}`;
}

/** As a shell would read it. */
function word(text: string): string {
  const lines = text.split('\n').length;
  if (lines > 1) return `(script de ${lines} lignes)`;
  return /^[\w./:=@%+,-]+$/.test(text) ? text : quote(text);
}
