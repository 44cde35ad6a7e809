import { DATABASE } from '../../sandbox/platform/database.ts';
import type { Machine } from './machine.ts';

/**
 * Everything that must come back: rows and an order-independent hash of each table, sequences, media byte by byte. What each
 * sign-in writes is left out: sessions, the audit, and when an account last signed in.
 */
export async function identityOf(machine: Machine) {
  const rows = await machine.service('db', PSQL, QUERIES);
  if (rows.exitCode !== 0) throw new Error(rows.stderr);
  const { stdout: media } = await machine.service('backend', ['sh', '-c', MEDIA, 'sh', await machine.mediaDir()]);
  const facts = rows.stdout.split('\n').map((row) => row.split('|') as [name: string, ...facts: string[]]);
  // Two empty answers would look identical.
  if (facts.length < 20) throw new Error(`too few tables and sequences to compare:\n${rows.stdout}`);
  return { rows: Object.fromEntries(facts.map(([name, ...values]) => [name, values])), media: media.split('\n') };
}

const PSQL = `psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --dbname ${DATABASE}`.split(' ');
const QUERIES = `
  select format('select %L, count(*), sum(hashtextextended((to_jsonb(t) - ''last_login'')::text, 0)::numeric) from %I t', tablename, tablename)
  from pg_tables where schemaname = 'public' and tablename not in ('django_session', 'core_auditlog') order by tablename \\gexec
  select format('select %L, last_value, is_called from %I', sequencename, sequencename)
  from pg_sequences where schemaname = 'public' and sequencename <> 'core_auditlog_id_seq' order by sequencename \\gexec`;
const MEDIA = 'cd "$1" && find . -type f -print0 | LC_ALL=C sort --zero-terminated | xargs -0 sha256sum';
