import { capital } from '../french/typography.ts';
import type { Command } from './command.ts';
import { details, usage } from './help.ts';

/**
 * The reference page of the command line, in Markdown, with what the data of the commands says written anew between its marks:
 * `<!-- runbook -->` … `<!-- /runbook -->` for the list of commands, `<!-- runbook run -->` … for one of them.
 * @throws Error when the page has no marks for a command.
 */
export function referencePage(page: string, commands: readonly Command[]): string {
  const sections = commands.map((command) => [`runbook ${command.name}`, section(command)] as const);
  return [['runbook', list(commands)] as const, ...sections].reduce((text, [mark, inside]) => {
    const [open, close] = [`<!-- ${mark} -->\n`, `<!-- /${mark} -->\n`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`the page has no marks ${open.trim()} … ${close.trim()}`);
    return `${text.slice(0, start + open.length)}\n${inside}\n${text.slice(end)}`;
  }, page);
}

function list(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [`[\`${name}\`](#runbook-${name})`, sentence(summary)]);
  return table('Commande', 'Ce qu’elle fait', rows);
}

function section(command: Command): string {
  const rows = details(command).map(([form, help]) => [`\`${form}\``, sentence(help)]);
  const options = rows.length === 0 ? '' : `\n${table('Mot ou option', 'Ce qu’il dit', rows)}`;
  return `\`\`\`text\n${usage(command)}\n\`\`\`\n${options}`;
}

function table(first: string, second: string, rows: readonly (readonly string[])[]): string {
  const lines = [[first, second], ['---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |\n`);
  return lines.join('');
}

/** As the other pages are set: a capital, a full stop, no-break spaces. */
function sentence(help: string): string {
  return `${capital(help)}.`.replace(/ (?=[:;!?»])|(?<=«) /g, '\u00a0').replaceAll('|', '\\|');
}
