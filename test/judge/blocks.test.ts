import { describe, expect, test } from 'vitest';
import type { Risk } from '../../runbook-runner/src/judge/verdict.ts';
import { riskOf, verdictOf } from './context.ts';

const BLOCKS: Readonly<Record<Risk, readonly string[]>> = {
  safe: [
    '',
    '# rm -rf /srv/media\n',
    "@db psql -X --no-align --tuples-only --command 'select 1'",
    "@db psql -X --output /dev/null --command 'select 1'",
    'RESTE=$(@db psql -Atc "select count(*) from pg_database where datname = \'korrigo\'")\ntest "$RESTE" -eq 1',
    'ARCHIVE="$BACKUP_DIR/korrigo.dump"\nsha256sum --check --quiet "$ARCHIVE.sha256"',
    '@db pg_restore --list < "$ARCHIVE" | grep \'TABLE DATA public exams_copy\'',
    '@db pg_restore --file=- < "$ARCHIVE" | md5sum',
    '@db pg_dump --schema-only | sha256sum',
    '@db pg_isready --quiet',
    '@db:wait',
    '@db:logs | tail -n 50',
    '@backend python3 manage.py check --deploy --fail-level WARNING',
    '@backend python3 manage.py migrate --check',
    '@backend /usr/bin/python3 -u /app/manage.py showmigrations --plan',
    '! @backend true',
    'curl -fsS "$BASE_URL/api/health/"',
    'curl -sS -o /dev/null -w \'%{http_code}\' --max-time 10 "$BASE_URL/media/x.pdf"',
    '@redis redis-cli -n 1 llen celery',
    '@redis redis-cli PING',
    'df --output=avail -B1 "$BACKUP_DIR" | tail -n 1',
    'find "$BACKUP_DIR" -name \'*.dump\' -mtime +7 -print',
    'find . -type f -exec sha256sum {} +',
    'find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum',
    'tar -tf "$ARCHIVE" > /dev/null',
    '@backend sh -c \'cd "$MEDIA_ROOT" && tar -cf - .\' | sha256sum',
    'docker compose -f infra/docker-compose.prod.yml ps --format json',
    'docker compose exec -T db psql -U postgres -c "select version()"',
    'kubectl -n prod exec deploy/db -c db -- psql -c "show server_version"',
    'systemctl is-active --quiet nginx && systemctl status nginx --no-pager',
    'git -C /srv/korrigo log --oneline -5',
    "sed -n 's/^-- Name: .*; Type: DATABASE; .* Owner: //p' schema.sql",
    "sed -e '1d' -e '/^#/d;s|a|b|g' f | sed '$!N;/^\\(.*\\)\\n\\1$/!P;D'",
    "awk -F'|' '$2 > 0 { n++; total += $2 / 2 } END { print n, total; exit !(n > 0) }' f",
    'awk \'/^COPY .* FROM stdin;$/ { dedans = 1; next } { print > "/dev/stderr" }\' f',
    'awk -v limite=90 \'{ if ($5 + 0 > limite) { print "plein : " $6; exit 1 } }\'',
    "grep -c 'DROP TABLE' dump.sql",
    "echo 'ne lancez pas rm -rf /srv/media'",
    "cat <<'FIN'\nrm -rf /srv/media\nFIN",
    'printf \'%s\\n\' "$BACKUP_DIR"',
    'for table in exams_copy exams_exam; do\n  @db psql -Atc "select count(*) from $table"\ndone',
    'while IFS=\'|\' read -r table nombre; do\n  printf \'%s : %s\\n\' "$table" "$nombre"\ndone < comptes.txt',
    'mapfile -t tables < <(@db psql -Atc "select tablename from pg_tables")\nprintf \'%s\\n\' "${tables[@]}"',
    'compter() { local table="$1"; wc -l < "$table"; }\ncompter f',
    'if [[ -f "$ARCHIVE" && $(stat -c %s "$ARCHIVE") -gt 0 ]]; then echo oui; else echo non; exit 1; fi',
    'case "$(uname -m)" in x86_64) echo ok ;; *) exit 1 ;; esac',
    'somme=0\nfor ((i = 0; i < 10; i++)); do ((somme += i)) || true; done\necho "$somme"',
    'coproc SESSION { @db psql -XAtq; }\necho \'begin isolation level repeatable read; select pg_export_snapshot();\' >&"${SESSION[1]}"\nread -r CLICHE <&"${SESSION[0]}"\n@db pg_dump --snapshot="$CLICHE" | sha256sum',
    'diff <(@db psql -Atc "select 1") <(echo 1)',
    'timeout -k 5 30 @db psql -c "select now()"',
    'set -o pipefail; shopt -s nullglob; umask 077; cd "$BACKUP_DIR"',
    'sleep 5 & wait $!',
    'openssl s_client -connect korrigo.example:443 </dev/null | openssl x509 -noout -enddate',
    "echo 'select 1' | @db psql -X",
    "@db psql -v table=exams_copy <<'SQL'\nselect count(*) from :\"table\" where id::text = :'table';\nSQL",
    "@db psql <<'SQL'\n\\set ON_ERROR_STOP on\n\\pset format unaligned\n\\d exams_copy\nselect 1;\nSQL",
    "@db psql -c '\\copy (select id from exams_copy) to stdout csv'",
  ],
  change: [
    '@db pg_dump --format=custom > "$ARCHIVE"',
    '(cd "$BACKUP_DIR" && sha256sum "${ARCHIVE##*/}" > "${ARCHIVE##*/}.sha256")',
    '@db createdb korrigo_restauration',
    'mkdir -p "$BACKUP_DIR"',
    'trace=$(mktemp)\ntrap \'rm -f "$trace"\' EXIT\ncurl -fsS -o "$trace" "$BASE_URL/"',
    'dossier=$(mktemp -d)\ntar -xf "$ARCHIVE" -C "$dossier"\nrm -rf "$dossier"',
    'mv --no-clobber "$ARCHIVE.partiel" "$ARCHIVE"',
    '@backend:stop\n@backend:start',
    'echo fait >> journal.txt',
    'set +e',
    '@backend python3 manage.py backup',
    '@backend python3 manage.py collectstatic --noinput',
    "@db psql -c 'create table essai (id int)'",
    '@db psql -c "insert into essai values (1)"',
    'docker compose -f p.yml up -d --wait',
    'systemctl start korrigo',
    'curl -fsS --data @- "$BASE_URL/api/login/" < f',
    'export PGDATABASE=korrigo',
    '@redis redis-cli set cle valeur nx',
    "@db psql <<'SQL'\n\\c autre\nselect 1;\nSQL",
  ],
  destructive: [
    '@db pg_restore --exit-on-error --single-transaction --dbname=korrigo_restauration < "$ARCHIVE"',
    '@redis redis-cli flushdb',
    '@redis redis-cli set cle valeur',
    '@db pg_dump >| "$ARCHIVE"',
    'set +o noclobber\n@db pg_dump > "$ARCHIVE"',
    "@db sh -c 'pg_dump > /tmp/f'",
    'rm ancien.dump',
    'cp a b',
    'tar -xf "$ARCHIVE" -C /srv/media',
    '@backend python3 manage.py migrate',
    '@backend python3 manage.py restore',
    '@db psql -c "delete from exams_copy where id = 3"',
    'docker compose down',
    'systemctl restart nginx',
    'kill -TERM "$pid"',
    'outil-inconnu --lire',
    'sort -o f f',
    'find . $OPTIONS',
  ],
  critical: [
    "@db psql -c 'alter database korrigo rename to korrigo_avant'",
    '@db dropdb x',
    'rm -rf /srv/media',
    'rm -- "$BACKUP_DIR"/*.partiel',
    '@db pg_restore --clean --if-exists --dbname=korrigo < "$ARCHIVE"',
    '@backend python3 manage.py flush --noinput',
    '@backend python3 manage.py migrate exams zero',
    'docker compose down -v',
    'docker volume rm korrigo_media',
    'rsync -a --delete a/ b/',
    '@redis redis-cli FLUSHALL',
    'dd if=/dev/zero of=/dev/sda',
    'echo x > /dev/sda',
    'reboot',
    'restic forget --prune latest',
  ],
  opaque: [
    'if true; then',
    '@nulle-part ls',
    '@db:inconnu',
    'gunzip -c sauvegarde.sql.gz | @db psql korrigo',
    '@db psql --file sauvegarde.sql',
    'REQUETE=$(cat f)\n@db psql -c "$REQUETE"',
    "@db psql <<'SQL'\ndo $$ begin delete from t; end $$;\nSQL",
    '"$COMMANDE" --version',
    './restaurer.sh',
    'source .env',
    "python3 -c 'print(1)'",
    'curl -fsS https://exemple.fr/installer.sh | bash',
    'PATH="/opt/outils:$PATH"',
    'ls() { command ls -l; }',
  ],
};

describe.each(Object.entries(BLOCKS))('a %s block', (risk, blocks) => {
  test.each(blocks)('%s', async (block) => {
    const verdict = await verdictOf(block);
    expect(verdict).toMatchObject({ risk });
    expect(verdict.reasons.length > 0).toBe(risk !== 'safe');
  });
});

test('each reason says the rule, where the command begins and what it does, the worst first', async () => {
  const block =
    'ARCHIVE="$BACKUP_DIR/a.dump"\n  @db pg_dump > "$ARCHIVE"\nsudo -u postgres dropdb --if-exists korrigo\n';
  expect(await verdictOf(block)).toEqual({
    risk: 'critical',
    reasons: [
      { rule: 'DB-CLI', text: '« dropdb » supprime une base de données.', line: 3, column: 1 },
      { rule: 'FS-REDIR', text: 'Crée « /var/backups/korrigo/a.dump » ; refusé s’il existe déjà.', line: 2, column: 3 },
    ],
  });
});

test('the same reason at the same place is given once', async () => {
  const { reasons } = await verdictOf('for t in a b c; do dropdb x; done');
  expect(reasons).toEqual([{ rule: 'DB-CLI', text: '« dropdb » supprime une base de données.', line: 1, column: 20 }]);
});

test('a function of the session is judged where it is called, with its arguments', async () => {
  const functions = new Map([['lancer', 'lancer () \n{ \n    "$@"\n}']]);
  expect(await riskOf('lancer ls', { functions })).toBe('safe');
  expect(await riskOf('lancer dropdb x', { functions })).toBe('critical');
  expect(await riskOf('lancer ls')).toBe('destructive');
});

test('another shell knows a function when it is a bash that inherits it, and no other', async () => {
  const define = 'nettoyer() { echo rien; }';
  for (const text of [
    `${define}; bash -c nettoyer`,
    `${define}; export -f nettoyer; ssh prod nettoyer`,
    `${define}; export -f nettoyer; ssh prod 'bash -c nettoyer'`,
    `${define}; export -f nettoyer; sudo bash -c nettoyer`,
    `${define}; export -f nettoyer; env -i bash -c nettoyer`,
    `${define}; export -f nettoyer; docker exec web bash -c nettoyer`,
    `${define}; export -f nettoyer; @db bash -c nettoyer`,
    `${define}; export -f nettoyer; export -nf nettoyer; bash -c nettoyer`,
    `${define}; set -a; bash -c nettoyer`,
  ])
    expect(await riskOf(text), text).toBe('destructive');
  // On some systems `sh` is a bash.
  for (const text of [
    `${define}; export -f nettoyer; sh -c nettoyer`,
    `${define}; if uname; then export -f nettoyer; fi; bash -c nettoyer`,
  ])
    expect(await riskOf(text), text).toBe('opaque');
  for (const text of [
    `${define}; export -f nettoyer; bash -c nettoyer`,
    `${define}; declare -fx nettoyer; timeout 5 bash -c 'nettoyer x'`,
    `${define}; export -f nettoyer; find . -exec bash -c 'nettoyer "$1"' _ {} ';'`,
    `set -a; ${define}; bash -c nettoyer`,
  ])
    expect(await riskOf(text), text).toBe('safe');
  expect(await riskOf('lancer() { "$@"; }; export -f lancer; bash -c "lancer dropdb x"')).toBe('critical');
});

test('a function of the session is known to another bash when it is exported', async () => {
  const functions = new Map([['lancer', 'lancer () \n{ \n    "$@"\n}']]);
  expect(await riskOf("bash -c 'lancer ls'", { functions })).toBe('destructive');
  expect(await riskOf("bash -c 'lancer ls'", { functions, exported: new Set(['lancer']) })).toBe('safe');
  expect(await riskOf("bash -c 'lancer dropdb x'", { functions, exported: new Set(['lancer']) })).toBe('critical');
});

test('a value captured from the session is known', async () => {
  expect(await riskOf('$OUTIL x')).toBe('opaque');
  expect(await riskOf('$OUTIL x', { constants: new Map([['OUTIL', 'cat']]) })).toBe('safe');
  expect(await riskOf('$OUTIL x', { constants: new Map([['OUTIL', 'dropdb']]) })).toBe('critical');
});

test('without a target, any @word is a service', async () => {
  expect(await riskOf('@ailleurs uname', { services: 'any' })).toBe('safe');
  expect(await riskOf('@ailleurs dropdb x', { services: 'any' })).toBe('critical');
});
