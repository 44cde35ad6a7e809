import type { Topology } from '../topology/topology.ts';

/** As on the real platform, neither is called as the product, nor as the other, and there is no role `postgres`. */
export const DATABASE = 'lycee_copies';
export const ROLE = 'lycee_admin';

/** Runs one statement in the database of the platform, or in another; returns what it prints. */
export function query(topology: Topology, sql: string, database: string = DATABASE) {
  return topology.inService('db', [...PSQL, '--dbname', database], sql);
}

/** Makes the database of the platform when it is missing; PostgreSQL must run, and have its role. */
export async function ensureDatabase(topology: Topology) {
  const found = await query(topology, `select 1 from pg_database where datname = '${DATABASE}'`, 'postgres');
  if (found === '') await query(topology, `create database ${DATABASE}`, 'postgres');
}

const PSQL = 'psql -X -q -A -t -v ON_ERROR_STOP=1'.split(' ');
