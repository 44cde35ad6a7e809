import { SandboxError } from './error.ts';
import { readFacts } from './facts.ts';
import type { Sandbox } from './folder.ts';
import { query } from './platform/database.ts';
import type { Topology } from './topology/topology.ts';

export const KINDS = ['base', 'medias', 'tout'] as const;

export type Kind = (typeof KINDS)[number];

/** Breaks the platform for good, as a bad night would. Returns what was destroyed, one line each. */
export async function damage(sandbox: Sandbox, topology: Topology, kind: Kind): Promise<readonly string[]> {
  const facts = await readFacts(sandbox);
  if (facts === undefined || !topology.snapshot.exists()) {
    throw new SandboxError(
      `Il n’y a pas de bac à sable dans ${sandbox.link}.`,
      'Mettez-le en service : npm run sandbox -- up',
    );
  }
  return [
    ...(kind === 'medias' ? [] : await destroyDatabase(topology)),
    ...(kind === 'base' ? [] : await destroyMedia(topology, facts.paths.media)),
  ];
}

async function destroyDatabase(topology: Topology) {
  const psql = (sql: string) => query(topology, sql);
  const lost: string[] = [];
  for (const table of DROPPED_TABLES) {
    if ((await psql(`select to_regclass('public.${table}')`)) === '') continue;
    const rows = await psql(`select count(*) from ${table}`);
    await psql(`drop table ${table} cascade`);
    lost.push(`table ${table} supprimée : ${rows} lignes`);
  }
  // Some rows too: what is there is not what was there, and only a comparison shows it.
  const students = await psql(
    'with lost as (delete from students_student where id % 3 = 0 returning 1) select count(*) from lost',
  );
  return [...lost, `table students_student : ${students} lignes effacées`];
}

async function destroyMedia(topology: Topology, media: string) {
  // The folder stays, as a volume would.
  const script = 'find "$1" -type f | wc -l && find "$1" -mindepth 1 -delete';
  const files = await topology.inService('backend', ['sh', '-c', script, 'sh', media]);
  return [`médias effacés : ${files.trim()} fichiers`];
}

const DROPPED_TABLES = ['exams_annotation', 'exams_score', 'exams_booklet_copies', 'exams_copy'];
