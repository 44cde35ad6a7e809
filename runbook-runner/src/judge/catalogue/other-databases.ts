import type { Argument } from '../../shell-text/argument.ts';
import { isDynamic, literal } from '../../shell-text/argument.ts';
import type { Call, Inner } from '../../shell-text/grammar.ts';
import type { Case, Entry, HazardCase } from './entry.ts';
import { SAFE } from './entry.ts';

const OPAQUE: HazardCase = { rule: 'DB-CLI', risk: 'opaque', text: 'exécute sur une base ce que l’on ne juge pas' };
const MYSQL_OPTIONS =
  '-h= -u= -p? -P= -D= -e= -N -B -s -t -r -E -H -X -A -S= --host= --user= --password? --port= --database= --execute= --skip-column-names --batch --silent --table --vertical --raw --socket= --protocol= --login-path= --ssl-mode= --ssl-ca= --connect-timeout= --default-character-set= --defaults-file= --defaults-extra-file= --no-defaults -V --version';

/** Databases whose SQL is not PostgreSQL's: the few statements that read the same everywhere, given on the line. */
export const OTHER_DATABASES: readonly Entry[] = [
  {
    names: ['mysql', 'mariadb'],
    options: MYSQL_OPTIONS,
    cases: [{ ...SAFE, when: (call) => call.has('-V', '--version') || texts(call).some(isPlain) }, OPAQUE],
    runs: (call) => (call.has('-V', '--version') ? [] : selections(texts(call))),
  },
  {
    names: ['sqlite3'],
    cases: [{ ...SAFE, when: (call) => sqliteText(call) !== null }, OPAQUE],
    runs: (call) => {
      const text = sqliteText(call);
      return text === null || text.text.startsWith('.') ? [] : selections([text]);
    },
  },
  { names: ['cqlsh'], cases: [onlySays(/^(-e|--execute)$/u, /^\s*(desc(ribe)?|show)\s[\w\s."]*;?\s*$/iu), OPAQUE] },
  { names: ['influx'], cases: [onlySays(/^-{1,2}execute$/u, /^\s*show\s[\w\s."]*;?\s*$/iu), OPAQUE] },
  {
    names: ['mysqladmin', 'mariadb-admin'],
    options: MYSQL_OPTIONS,
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.operands.length > 0 &&
          call.operands.every(({ text }) =>
            /^(status|extended-status|processlist|ping|version|variables)$/u.test(text),
          ),
      },
      { ...OPAQUE, risk: 'destructive', text: 'change ou arrête un serveur de bases' },
    ],
  },
  { names: ['mongosh', 'mongo', 'pgbench', 'postgres', 'postmaster'], cases: [OPAQUE] },
];

function texts(call: Call): readonly Argument[] {
  return call.values('-e', '--execute');
}

// Comments, escapes and quotes are not read as PostgreSQL reads them: with any of these it could hide what would run.
function isPlain({ text, split }: Argument): boolean {
  return !split && !isDynamic(text) && !/[\\#$`]|--|\/\*/u.test(text.replace(/\\G;?\s*$/u, ''));
}

function selections(given: readonly Argument[]): readonly Inner[] {
  if (given.length === 0 || !given.every(isPlain)) return [{ kind: 'opaque', rule: 'DB-CLI', text: OPAQUE.text }];
  return given.map((text) => ({ kind: 'sql', text: literal(withoutListings(text.text)), variables: new Map() }));
}

// `show` and `describe` only read; PostgreSQL's parser knows few of their forms.
function withoutListings(text: string): string {
  return text
    .replace(/\\G;?\s*$/u, '')
    .split(';')
    .filter((statement) => !/^\s*(show|desc|describe)\s[\w\s.%='*-]*$/iu.test(statement))
    .join(';');
}

// `sqlite3 -readonly base text`; of its own commands only those that list.
function sqliteText({ args }: Call): Argument | null {
  const [option, base, text, ...others] = args;
  if (option?.text !== '-readonly' || base === undefined || text === undefined || others.length > 0) return null;
  if (text.text.startsWith('.'))
    return /^\.(schema|tables|databases|indexes|dbinfo)(\s+[\w%]+)?$/u.test(text.text) ? text : null;
  return isPlain(text) ? text : null;
}

function onlySays(option: RegExp, text: RegExp): Case {
  return {
    ...SAFE,
    when: ({ args }) => {
      const at = args.findIndex((word) => option.test(word.text));
      return (
        at >= 0 && text.test(args[at + 1]?.text ?? '') && args.filter((word) => option.test(word.text)).length === 1
      );
    },
  };
}
