import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveDocs } from './docs-server.ts';
import { latestArchives, runRunbook, runSandbox, sayBroken } from './steps.ts';
import { readReports, summary } from './summary.ts';
import { title } from './title.ts';

const USAGE = `Usage : npm run demo [-- --keep]

Vérifier, sauvegarder, tout casser, restaurer, prouver : les pages de la documentation,
exécutées sur un vrai bac à sable. --keep laisse le bac à sable et la documentation en service.
`;

/**
 * The main job before the user's eyes. Exit status 0 only when every page did what it announces; whatever happens,
 * nothing is left running unless asked.
 */
async function demo(keep: boolean): Promise<number> {
  const reports = await mkdtemp(join(tmpdir(), 'runbook-demo-'));
  let succeeded = false;
  try {
    title('Le bac à sable : PostgreSQL, Redis, Django, Celery et nginx, pour de vrai');
    await runSandbox('up');
    await runSandbox('reset');
    await runRunbook('verification-sante', reports);
    await runRunbook('sauvegarde-base', reports);
    await runRunbook('sauvegarde-medias', reports);

    title('Le sinistre');
    await runSandbox('sinistre');
    const disaster = new Date();
    await sayBroken();

    const archives = await latestArchives();
    await runRunbook('restauration-complete', reports, archives);
    await runRunbook('prouver-identite', reports, archives);
    succeeded = true;
    process.stdout.write(summary(await readReports(reports), disaster, reports));
  } catch (error) {
    process.stderr.write(`\n✗ La démonstration s’arrête : ${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write(`  rapports : ${reports}\n`);
  }
  if (!keep) await runSandbox('down');
  else await serveDocs();
  return succeeded ? 0 : 1;
}

const { values } = parseArgs({ options: { keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
if (values.help) process.stdout.write(USAGE);
else process.exitCode = await demo(values.keep ?? false);
