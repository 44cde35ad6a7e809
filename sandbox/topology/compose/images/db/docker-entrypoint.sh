#!/bin/sh
# What the entrypoint of the image postgres:15 does, where it matters: an empty volume is initialised without a word, the
# server then answers on its socket only, and a password is asked of whoever comes from another container.
set -eu
[ "${1:-}" = postgres ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?Database is uninitialized and superuser password is not specified.}"
  role=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$role}
  passwords=$(mktemp)
  printf '%s\n' "$POSTGRES_PASSWORD" > "$passwords"
  initdb --username="$role" --pwfile="$passwords"
  rm "$passwords"
  printf '\nhost all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -p 5432" -w start
  if [ "$database" != postgres ]; then
    printf 'create database :"db";\n' | psql -X -v ON_ERROR_STOP=1 -v db="$database" --username "$role" --dbname postgres
  fi
  pg_ctl -D "$PGDATA" -m fast -w stop
  echo 'PostgreSQL init process complete; ready for start up.'
fi
exec "$@"
