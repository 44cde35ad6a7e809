import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TopologyName } from '../../sandbox/facts.ts';
import type { ProfileName } from '../../sandbox/profile/profiles.ts';
import type { Machine } from '../sandbox/machine.ts';
import { prepareMachine } from '../sandbox/machine.ts';
import type { Called, Place } from '../support/runbook-cli.ts';
import { openPlace } from '../support/runbook-cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A real sandbox of its own, with the site's runbooks and the target that the repository describes. */
export interface Platform {
  readonly machine: Machine;
  readonly place: Place;
  readonly target: string;
  /** Executes a page on the sandbox, confirmed beforehand. */
  readonly run: (id: string, ...words: readonly string[]) => Promise<Called>;
  /** The same, not waited for. */
  readonly start: (id: string, ...words: readonly string[]) => ReturnType<Place['start']>;
  /** A command of the sandbox; throws when it fails. */
  readonly sandbox: (command: 'up' | 'reset' | 'sinistre' | 'down') => Promise<string>;
  /** Backs up by the pages; throws when one fails. */
  readonly backUp: () => Promise<Archives>;
  /** Stops everything and leaves nothing, whatever state the sandbox is in. */
  readonly close: () => Promise<void>;
}

/** The two archives of one backup, absolute paths. */
export type Archives = Readonly<Record<'ARCHIVE' | 'ARCHIVE_MEDIAS', string>>;

/** The platform in its seeded state, and the backup made of it. */
export interface Drill {
  readonly platform: Platform;
  readonly archives: Archives;
}

export async function openPlatform(kind: keyof typeof TARGETS = 'native'): Promise<Platform> {
  const { topology, profile, name, file, folder } = TARGETS[kind];
  const machine = await prepareMachine(topology);
  const place = await openPlace(await targetsOf(machine, file, folder));
  // A copy: a page that is edited during a drill would make its plan stale.
  await cp(join(root, 'content/runbooks'), join(place.folder, 'content/runbooks'), { recursive: true });
  const sandbox: Platform['sandbox'] = async (command) => {
    const options = command === 'up' ? ['--profile', profile] : [];
    const { exitCode, stdout, stderr } = await machine.sandbox(command, ...options);
    if (exitCode !== 0) throw new Error(`sandbox ${command}: status ${exitCode}\n${stdout}\n${stderr}`);
    return stdout;
  };
  const confirmed = ['--target', name, '--confirm', name];
  const run: Platform['run'] = (id, ...words) => place.runbook('run', id, ...confirmed, ...words);
  return {
    machine,
    place,
    target: name,
    run,
    start: (id, ...words) => place.start('run', id, ...confirmed, ...words),
    sandbox,
    async backUp() {
      for (const id of ['sauvegarde-base', 'sauvegarde-medias']) succeeded(await run(id));
      return newestArchives(join(machine.dir, 'backups'));
    },
    async close() {
      try {
        await sandbox('down');
      } finally {
        await Promise.all([machine.remove(), place.remove()]);
      }
    },
  };
}

/** The archives as values of a runbook. */
export function chosen(archives: Partial<Archives>): readonly string[] {
  return Object.entries(archives).flatMap(([name, path]) => ['--var', `${name}=${path}`]);
}

/** What was called, or an error that shows all it said. */
export function succeeded(called: Called): Called {
  if (called.status !== 0) throw new Error(`status ${called.status}\n${called.stdout}\n${called.stderr}`);
  return called;
}

/** The run that was called, as its last lines name it. */
export function runOf({ stdout, stderr }: Called): string {
  const [, runId] = /\/runs\/([^/\s]+)\//.exec(stdout) ?? [];
  if (runId === undefined) throw new Error(`no run is named in:\n${stdout}\n${stderr}`);
  return runId;
}

/** Takes back what a run did; when that is nothing, closes it. Returns whether something was undone. */
export async function giveUp({ place, target }: Platform, runId: string): Promise<boolean> {
  const undo = await place.runbook('undo', runId, '--confirm', target, '--stop-survivors');
  if (undo.stderr.includes('cette exécution n’a rien fait qui se défasse')) {
    succeeded(await place.runbook('abandon', runId, '--confirm', runId, '--reason', 'rien de fait'));
    return false;
  }
  succeeded(undo);
  return true;
}

/** The logs of the last run of a page, in the order of its steps. */
export async function logsOf(place: Place, id: string): Promise<string> {
  const runs = join(place.state, 'runbook/runs');
  for (const runId of (await readdir(runs)).sort().reverse()) {
    const folder = join(runs, runId);
    const [started = ''] = (await readFile(join(folder, 'journal.jsonl'), 'utf8')).split('\n');
    if (!started.includes(`"id":"${id}"`)) continue;
    const names = (await readdir(join(folder, 'logs'))).sort();
    return (await Promise.all(names.map((name) => readFile(join(folder, 'logs', name), 'utf8')))).join('');
  }
  throw new Error(`no run of ${id}`);
}

/** Where the repository describes each sandbox, and which folder it calls so. */
const TARGETS: Readonly<Record<TopologyName | 'initial', Described>> = {
  native: { topology: 'native', profile: 'durci', name: 'bac-a-sable', file: 'targets.yaml', folder: '.sandbox' },
  initial: {
    topology: 'native',
    profile: 'initial',
    name: 'bac-a-sable-initial',
    file: 'sandbox/profile/initial/targets.yaml',
    folder: '../../../.sandbox',
  },
  compose: {
    topology: 'compose',
    profile: 'durci',
    name: 'bac-a-sable-compose',
    file: 'sandbox/topology/compose/targets.yaml',
    folder: '../../../.sandbox-compose',
  },
};

interface Described {
  readonly topology: TopologyName;
  readonly profile: ProfileName;
  /** The target, the file that describes it, and the folder of the sandbox in that file. */
  readonly name: string;
  readonly file: string;
  readonly folder: string;
}

/** The repository's own targets file, for a sandbox that is elsewhere. */
async function targetsOf({ dir }: Machine, file: string, folder: string): Promise<string> {
  const text = await readFile(join(root, file), 'utf8');
  const commands = /\[npm, run, --silent, sandbox, --, (\w+)((?:, --\w+, \w+)*)\]/g;
  if (text.match(commands)?.length !== 3)
    throw new Error(`${file} no longer has the three commands that a drill replaces`);
  const cli = join(root, 'sandbox/cli.ts');
  return text
    .replaceAll(commands, (_, command: string, options: string) =>
      JSON.stringify([process.execPath, cli, command, ...options.split(', ').slice(1), '--dir', dir]),
    )
    .replaceAll(new RegExp(`(?<=[ [])${folder.replaceAll('.', '\\.')}(?=[/,\\s\\]])`, 'g'), dir);
}

async function newestArchives(folder: string): Promise<Archives> {
  const names = (await readdir(folder)).sort();
  const newest = (pattern: RegExp): string => {
    const name = names.findLast((name) => pattern.test(name));
    if (name === undefined) throw new Error(`no ${pattern} among ${names.join(', ')}`);
    return join(folder, name);
  };
  return { ARCHIVE: newest(/^korrigo-\d.*\.dump$/), ARCHIVE_MEDIAS: newest(/^korrigo-medias-\d.*\.tar$/) };
}
