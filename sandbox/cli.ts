import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SandboxError } from './error.ts';
import { locateSandbox } from './folder.ts';
import { up } from './up.ts';

const USAGE = `Usage : npm run sandbox -- COMMANDE [--dir DOSSIER]

  up                 met le bac à sable en service (installe, remplit, attend que tout réponde)
  status             montre l’état de chaque service
  sinistre           casse vraiment la plateforme : --kind base, medias ou tout
  reset              remet l’état de départ en quelques secondes
  down               arrête tout et supprime le bac à sable

Sans --dir ni SANDBOX_DIR, le bac à sable est le lien .sandbox du dépôt.`;

const say = (line: string) => console.log(line);
console.log(USAGE.length > 0 && process.argv[2]);
const { values } = parseArgs({ allowPositionals: true, options: { dir: { type: 'string' } } });
const sandbox = locateSandbox(values.dir ?? join(import.meta.dirname, '../.sandbox'), process.getuid?.() ?? -1);
try {
  console.log(await up(sandbox, say));
} catch (error) {
  if (!(error instanceof SandboxError)) throw error;
  console.error(`${error.message}\n→ ${error.next}`);
  process.exitCode = 1;
}
