import { catalogue } from './catalogue.ts';
import type { ExitStatus } from './exit-status.ts';
import type { Io } from './io.ts';

/** Runs one command line and returns its exit status. What runs is loaded only when it is called. */
export async function main(argv: readonly string[], io: Io): Promise<ExitStatus> {
  const [name, ...words] = argv;
  if (name === '--version' || name === '-V') {
    const { version } = await import('../version.ts');
    io.stdout.write(`${version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const { generalHelp } = await import('./help.ts');
    io.stdout.write(generalHelp(catalogue));
    return name === undefined ? 2 : 0;
  }
  const command = catalogue.find((known) => known.name === name);
  if (!command) {
    const { unknownCommand } = await import('./help.ts');
    io.stderr.write(unknownCommand(name, catalogue));
    return 2;
  }
  if (words.includes('--help') || words.includes('-h')) {
    const { commandHelp } = await import('./help.ts');
    io.stdout.write(commandHelp(command));
    return 0;
  }
  try {
    const { readArguments } = await import('./arguments.ts');
    const given = readArguments(command, words);
    const run = await command.load();
    return await run(given, io);
  } catch (error) {
    const { reportFailure } = await import('./report-failure.ts');
    return reportFailure(error, io);
  }
}
