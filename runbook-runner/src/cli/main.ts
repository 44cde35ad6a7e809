import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';

/** Runs one command line and returns its exit status. Each command is loaded only when it is called. */
export async function main(argv: readonly string[], io: Io): Promise<ExitStatus> {
  const [name, ...words] = argv;
  if (name === '--version' || name === '-V') {
    const { version } = await import('../version.ts');
    io.stdout.write(`${version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const { generalHelp } = await import('./help.ts');
    io.stdout.write(generalHelp());
    return name === undefined ? 2 : 0;
  }
  const load = commands.get(name);
  if (!load) {
    const { unknownCommand } = await import('./help.ts');
    io.stderr.write(unknownCommand(name, [...commands.keys()]));
    return 2;
  }
  if (words.includes('--help') || words.includes('-h')) {
    const { commandHelp } = await import('./help.ts');
    io.stdout.write(commandHelp(name));
    return 0;
  }
  try {
    const command = await load();
    return await command(words, io);
  } catch (error) {
    const { reportFailure } = await import('./report-failure.ts');
    return reportFailure(error, io);
  }
}

/** A command of the CLI: its own words (without its name) in, an exit status out. */
export type Command = (words: readonly string[], io: Io) => Promise<ExitStatus>;

const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['list', async () => (await import('./commands/list.ts')).list],
  ['show', async () => (await import('./commands/show.ts')).show],
  ['check', async () => (await import('./commands/check.ts')).check],
  ['plan', async () => (await import('./commands/plan.ts')).plan],
  ['run', async () => (await import('./commands/run.ts')).run],
  ['resume', async () => (await import('./commands/resume.ts')).resume],
  ['shell', async () => (await import('./commands/shell.ts')).shell],
  ['explain', async () => (await import('./commands/explain.ts')).explain],
  ['verify', async () => (await import('./commands/verify.ts')).verify],
]);
