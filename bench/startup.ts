import { builtCli } from './built-cli.ts';
import { inTurns, ratios, timeProcess } from './campaign.ts';
import type { Measured } from './promise.ts';
import { report, takenByTheHost } from './promise.ts';

/** What `runbook --help` takes over a bare start of the same Node. */
export function startup(): Measured {
  const cli = builtCli();
  const { help, bare, stolen } = inTurns(41, {
    help: () => timeProcess(process.execPath, [...cli, '--help'], { says: 'runbook COMMANDE' }),
    bare: () => timeProcess(process.execPath, ['-e', '0']),
  });
  return {
    promise: 'runbook --help over node -e 0',
    values: ratios(help, bare),
    limit: 1.6,
    unit: '×',
    beside: [
      { name: '  runbook --help', values: help, unit: 'ms' },
      { name: '  node -e 0', values: bare, unit: 'ms' },
      takenByTheHost(stolen),
    ],
  };
}

if (import.meta.main) report(startup());
