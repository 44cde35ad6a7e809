import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Kind } from './damage.ts';
import { damage, KINDS } from './damage.ts';
import { down } from './down.ts';
import { SandboxError } from './error.ts';
import type { TopologyName } from './facts.ts';
import { readFacts, TOPOLOGIES } from './facts.ts';
import type { Sandbox } from './folder.ts';
import { folderExists, locateSandbox } from './folder.ts';
import { printDamage, printDown, printReset, printStatus, printUp } from './print.ts';
import type { ProfileName } from './profile/profiles.ts';
import { PROFILES } from './profile/profiles.ts';
import { reset } from './reset.ts';
import { status } from './status.ts';
import { compose } from './topology/compose/compose.ts';
import { native } from './topology/native/native.ts';
import { up } from './up.ts';

const USAGE = `Usage : npm run sandbox -- COMMANDE [--topology native|compose] [--profile durci|initial] [--dir DOSSIER]

  up         met le bac à sable en service : installe, remplit, attend que tout réponde
  status     montre l’état de chaque service
  sinistre   casse vraiment la plateforme ; --kind base, medias ou tout (par défaut)
  reset      remet l’état de départ en quelques secondes
  down       arrête tout et supprime le bac à sable

Topologies : native, sous supervisor (par défaut) ; compose, sous Docker Compose comme en production.
Profils : durci (par défaut) ; initial, la plateforme de janvier 2026, avec les défauts de son inventaire.
Un bac à sable garde la topologie et le profil de son premier « up ».
Sans --dir ni SANDBOX_DIR, le bac à sable est le lien .sandbox du dépôt, .sandbox-compose en topologie compose.
Statuts : 0 réussite, 1 un service ne répond pas, 2 commande inconnue, 4 impossible.`;

/** Runs one command; returns the exit status. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const request = read(args);
    if (request !== undefined) return await execute(request);
    console.error(`Commande ou --kind inconnus : « ${args.join(' ')} ».\n\n${USAGE}`);
    return 2;
  } catch (error) {
    if (isUnknownOption(error)) {
      console.error(`Option inconnue ou sans valeur : « ${args.join(' ')} ».\n\n${USAGE}`);
      return 2;
    }
    if (!(error instanceof SandboxError)) throw error;
    console.error(`${error.message}\n→ ${error.next}`);
    return 4;
  }
}

async function execute({ command, sandbox, kind, asked }: Request): Promise<number> {
  const say = (line: string) => console.log(line);
  const { topology: name, profile } = await kindOf(sandbox, asked);
  const topology = TOPOLOGY[name](sandbox, profile, say);
  switch (command) {
    case 'up':
      say(printUp(sandbox, await up(sandbox, topology, say)));
      return 0;
    case 'reset':
      say(printReset(await reset(sandbox, topology)));
      return 0;
    case 'sinistre':
      say(printDamage(await damage(sandbox, topology, kind)));
      return 0;
    case 'down':
      say(printDown(sandbox, await down(sandbox, topology)));
      return 0;
    case 'status': {
      const found = await status(sandbox, topology);
      if (found === undefined) {
        throw new SandboxError(
          `Il n’y a pas de bac à sable dans ${sandbox.link}.`,
          'Mettez-le en service : npm run sandbox -- up',
        );
      }
      say(printStatus(found));
      return found.services.every(({ answers }) => answers) ? 0 : 1;
    }
    case 'help':
      say(USAGE);
      return 0;
  }
}

/** What the folder is decides; what is asked must agree with it. */
async function kindOf(sandbox: Sandbox, asked: Asked): Promise<SandboxKind> {
  const found = (await folderExists(sandbox)) ? await readFacts(sandbox) : undefined;
  if (found === undefined) return { topology: asked.topology ?? 'native', profile: asked.profile ?? 'durci' };
  requireSame(sandbox, 'en topologie', found.topology, asked.topology);
  requireSame(sandbox, 'dans le profil', found.profile, asked.profile);
  return found;
}

function requireSame(sandbox: Sandbox, what: string, found: string, asked: string | undefined) {
  if (asked === undefined || asked === found) return;
  throw new SandboxError(
    `Le bac à sable de ${sandbox.link} est ${what} ${found}, et non ${asked}.`,
    'Supprimez-le d’abord (npm run sandbox -- down), ou choisissez un autre dossier avec --dir.',
  );
}

function isUnknownOption(error: unknown) {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** Throws a TypeError that Node words itself for an unknown option. */
function read(args: readonly string[]): Request | undefined {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const command = values.help ? 'help' : COMMANDS.find((name) => name === positionals[0]);
  const kind = KINDS.find((name) => name === (values.kind ?? 'tout'));
  if (command === undefined || kind === undefined || positionals.length > 1) return undefined;
  const topology = oneOf('La topologie', TOPOLOGIES, values.topology);
  const profile = oneOf('Le profil', PROFILES, values.profile);
  const folder = DEFAULT_DIR[topology ?? 'native'];
  const dir = values.dir ?? process.env.SANDBOX_DIR ?? join(import.meta.dirname, '..', folder);
  return { command, kind, asked: { topology, profile }, sandbox: locateSandbox(dir, process.getuid?.() ?? -1) };
}

function oneOf<Name extends string>(what: string, names: readonly Name[], given: string | undefined): Name | undefined {
  const found = names.find((name) => name === given);
  if (found !== undefined || given === undefined) return found;
  const known = names.map((name) => `« ${name} »`).join(' ou ');
  throw new SandboxError(`${what} « ${given} » n’existe pas ; ici : ${known}.`, 'L’aide : npm run sandbox -- help');
}

const OPTIONS = {
  dir: { type: 'string' },
  kind: { type: 'string' },
  topology: { type: 'string' },
  profile: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
const TOPOLOGY = { native, compose };
const DEFAULT_DIR = { native: '.sandbox', compose: '.sandbox-compose' };
const COMMANDS = ['up', 'status', 'sinistre', 'reset', 'down', 'help'] as const;

interface SandboxKind {
  readonly topology: TopologyName;
  readonly profile: ProfileName;
}

/** What the command line says; undefined: as the sandbox is. */
interface Asked {
  readonly topology: TopologyName | undefined;
  readonly profile: ProfileName | undefined;
}

interface Request {
  readonly command: (typeof COMMANDS)[number];
  readonly kind: Kind;
  readonly asked: Asked;
  readonly sandbox: Sandbox;
}

process.exitCode = await main(process.argv.slice(2));
