import type { Topology } from '../topology/topology.ts';

/** Makes the role and the database of the platform when they are missing; PostgreSQL must run. */
export async function ensureDatabase(topology: Topology, password: string) {
  const psql = (sql: string) => topology.inService('db', PSQL, sql);
  if ((await psql("select 1 from pg_roles where rolname = 'korrigo'")) === '') {
    await psql(`create role korrigo login password '${password}'`);
  }
  if ((await psql("select 1 from pg_database where datname = 'korrigo'")) === '') {
    await psql('create database korrigo owner korrigo');
  }
}

const PSQL = 'psql -X -q -A -t -v ON_ERROR_STOP=1 -d postgres'.split(' ');
