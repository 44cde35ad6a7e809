import type { Argument } from '../../shell-text/argument.ts';

import type { Call, Inner } from '../../shell-text/grammar.ts';
import { asks } from './asks.ts';
import type { Entry } from './entry.ts';
import { option, SAFE } from './entry.ts';

const CONNECTION =
  '-h= --host= -p= --port= -U= --username= -w --no-password -W --password --maintenance-db= -e --echo -V --version --help';
const DUMP =
  '-a --data-only -b --large-objects --blobs -B --no-large-objects --no-blobs -c --clean -C --create -d= --dbname= -E= --encoding= -f= --file= -F= --format= -j= --jobs= -n= --schema= -N= --exclude-schema= -O --no-owner -R -s --schema-only -S= --superuser= -t= --table= -T= --exclude-table= -v --verbose -x --no-privileges --no-acl -Z= --compress= --binary-upgrade --column-inserts --attribute-inserts --disable-dollar-quoting --disable-triggers --enable-row-security --exclude-table-data= --extra-float-digits= --if-exists --include-foreign-data= --inserts --load-via-partition-root --lock-wait-timeout= --no-comments --no-publications --no-security-labels --no-subscriptions --no-synchronized-snapshots --no-sync --no-tablespaces --no-toast-compression --no-unlogged-table-data --on-conflict-do-nothing --quote-all-identifiers --rows-per-insert= --section= --serializable-deferrable --snapshot= --strict-names --use-set-session-authorization --role= -g --globals-only -r --roles-only --no-role-passwords --exclude-database= -l=';

/** PostgreSQL's tools. */
export const DATABASE: readonly Entry[] = [
  {
    names: ['psql'],
    options: `${CONNECTION} -a -A -b -c= --command= -d= --dbname= -E -f= --file= -F= -H -l --list -L= --log-file= -n -o= --output= -P= --pset= -q --quiet -R= -s -S -t -T= -v= --set= --variable= -x -X --no-psqlrc -z -0 -1 --single-transaction --tuples-only --no-align --csv --html --expanded --echo-all --echo-errors --echo-queries --echo-hidden --field-separator= --record-separator= --field-separator-zero --record-separator-zero --no-readline --single-step --single-line --table-attr=`,
    cases: [
      {
        rule: 'DB-PSQL',
        risk: 'opaque',
        text: 'lance une commande avec ses résultats',
        when: (call) => call.values('-o', '--output').some((value) => value.text.trim().startsWith('|')),
      },
      {
        rule: 'DB-PSQL',
        risk: 'destructive',
        text: 'écrit dans un fichier et remplace ce qu’il contient',
        when: (call) =>
          call.values('-o', '--output').some((value) => !/^\/dev\/(null|stdout|stderr)$/u.test(value.text)),
      },
      option(['-L', '--log-file'], 'DB-PSQL', 'change', 'écrit un journal'),
      SAFE,
    ],
    runs: psqlTexts,
  },
  {
    names: ['pg_dump', 'pg_dumpall'],
    options: `${CONNECTION} ${DUMP}`,
    cases: [
      {
        rule: 'DB-DUMP',
        risk: 'destructive',
        text: 'écrit un fichier et remplace celui du même nom',
        when: (call) => call.values('-f', '--file').some((value) => value.text !== '-' && value.text !== '/dev/null'),
      },
      SAFE,
    ],
  },
  {
    names: ['pg_restore'],
    options:
      `${CONNECTION} ${DUMP.replace('-l=', '').replace('-g ', '')} -l --list -L= --use-list= -e --exit-on-error -1 --single-transaction -I= --index= -P= --function= --trigger= --no-data-for-failed-tables --filter= --transaction-size= -T= -d=`.replace(
        '-T= --exclude-table=',
        '',
      ),
    cases: [
      { ...SAFE, when: (call) => call.has('-l', '--list') && !call.has('-d', '--dbname') && !call.has('-f', '--file') },
      {
        rule: 'DB-RESTORE',
        risk: 'critical',
        text: 'supprime des objets de la base avant de les recréer',
        when: (call) => call.has('-d', '--dbname') && call.has('-c', '--clean', '-C', '--create', '--if-exists'),
      },
      option(['-d', '--dbname'], 'DB-RESTORE', 'destructive', 'charge une archive dans une base'),
      {
        ...SAFE,
        when: (call) => !call.has('-f', '--file') || call.values('-f', '--file').every((value) => value.text === '-'),
      },
      { rule: 'DB-RESTORE', risk: 'destructive', text: 'écrit un fichier et remplace celui du même nom' },
    ],
  },
  { names: ['createdb', 'createuser'], cases: [{ rule: 'DB-CLI', risk: 'change', text: 'crée une base ou un rôle' }] },
  { names: ['dropdb'], cases: [{ rule: 'DB-CLI', risk: 'critical', text: 'supprime une base de données' }] },
  { names: ['dropuser'], cases: [{ rule: 'DB-CLI', risk: 'critical', text: 'supprime un rôle' }] },
  {
    names: ['pg_archivecleanup'],
    cases: [
      asks('-n --dry-run', '-d -b --debug --clean-backup-history -x= --strip-extension='),
      { rule: 'DB-CLI', risk: 'critical', text: 'supprime d’anciens journaux (WAL)' },
    ],
  },
  {
    names:
      'initdb pg_dropcluster pg_resetwal pg_resetxlog pg_rewind pg_upgrade pg_upgradecluster pg_renamecluster'.split(
        ' ',
      ),
    cases: [{ rule: 'DB-CLI', risk: 'critical', text: 'efface ou transforme toute une instance de PostgreSQL' }],
  },
  {
    names: ['pg_createcluster', 'pg_basebackup', 'pg_receivewal', 'pg_combinebackup'],
    cases: [{ rule: 'DB-CLI', risk: 'destructive', text: 'écrit une instance ou une copie de PostgreSQL' }],
  },
  {
    names: ['vacuumdb'],
    options: `${CONNECTION} -a --all -d= --dbname= -f --full -F --freeze -j= --jobs= -t= --table= -n= --schema= -v --verbose -z --analyze -Z --analyze-only --analyze-in-stages -q --quiet -P= --parallel= --skip-locked`,
    cases: [
      option(['-f', '--full'], 'DB-CLI', 'destructive', 'réécrit les tables et les verrouille'),
      { rule: 'DB-CLI', risk: 'change', text: 'nettoie ou analyse les tables' },
    ],
  },
  {
    names: ['reindexdb', 'clusterdb'],
    cases: [{ rule: 'DB-CLI', risk: 'destructive', text: 'reconstruit des index ou des tables et les verrouille' }],
  },
  {
    names: ['pg_ctl', 'pg_ctlcluster'],
    options:
      '-D= --pgdata= -l= --log= -m= --mode= -o= --options= -p= -t= --timeout= -w --wait -W --no-wait -s --silent -c --core-files -f --force --foreground --stdlog --skip-systemctl-redirect --bindir=',
    cases: [
      { ...SAFE, when: (call) => action(call) === 'status' },
      {
        rule: 'DB-CTL',
        risk: 'critical',
        text: 'promeut ou recrée une instance',
        when: (call) => /^(promote|init|initdb)$/u.test(action(call)),
      },
      {
        rule: 'DB-CTL',
        risk: 'change',
        text: 'démarre PostgreSQL',
        when: (call) => action(call) === 'start',
      },
      { rule: 'DB-CTL', risk: 'destructive', text: 'arrête ou relance PostgreSQL' },
    ],
  },
];

/** `pg_ctl status`; `pg_ctlcluster 15 main status`, or `15-main`. */
function action({ name, operands }: Call): string {
  const words = operands.map(({ text, split }) => (split ? '' : text));
  const before = name === 'pg_ctl' ? 0 : /-/u.test(words[0] ?? '') ? 1 : 2;
  return words.length === before + 1 ? (words[before] ?? '') : '';
}

/** The SQL that psql is given: each `-c`, a file, or its standard input. */
function psqlTexts(call: Call): readonly Inner[] {
  const variables = new Map<string, Argument>();
  for (const value of call.values('-v', '--set', '--variable')) {
    const equal = value.text.indexOf('=');
    if (equal > 0) variables.set(value.text.slice(0, equal), { ...value, text: value.text.slice(equal + 1) });
  }
  const texts: Inner[] = call.values('-c', '--command').map((text) => ({ kind: 'sql', text, variables }));
  for (const file of call.values('-f', '--file')) {
    if (file.text === '-' || file.text === '/dev/stdin') texts.push({ kind: 'sql-stdin', variables });
    else texts.push({ kind: 'opaque', rule: 'DB-PSQL', text: 'exécute un fichier SQL dont le contenu n’est pas jugé' });
  }
  if (texts.length > 0 || call.has('-l', '--list', '-V', '--version', '--help')) return texts;
  return [{ kind: 'sql-stdin', variables }];
}
