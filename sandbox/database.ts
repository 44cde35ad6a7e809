import { existsSync } from 'node:fs';
import type { Sandbox } from './folder.ts';
import { inside } from './folder.ts';
import { inService } from './service.ts';

/** Makes the PostgreSQL cluster of the sandbox, once; it must not run. */
export async function ensureCluster(sandbox: Sandbox) {
  if (existsSync(inside(sandbox, 'db/data/PG_VERSION'))) return;
  const options = ['--username', 'postgres', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--auth', 'peer'];
  await inService(sandbox, 'db', ['initdb', '--pgdata', inside(sandbox, 'db/data'), '--no-sync', ...options]);
}

/** Makes the role and the database of the platform when they are missing; PostgreSQL must run. */
export async function ensureDatabase(sandbox: Sandbox, password: string) {
  const psql = (sql: string) => inService(sandbox, 'db', PSQL, sql);
  if ((await psql("select 1 from pg_roles where rolname = 'korrigo'")) === '') {
    await psql(`create role korrigo login password '${password}'`);
  }
  if ((await psql("select 1 from pg_database where datname = 'korrigo'")) === '') {
    await psql('create database korrigo owner korrigo');
  }
}

const PSQL = 'psql -X -q -A -t -v ON_ERROR_STOP=1 -d postgres'.split(' ');
