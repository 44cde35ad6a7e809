import type { Entry } from './entry.ts';
import { option, readers, SAFE } from './entry.ts';

/** Commands that only read, on the condition of their options. */
export const READERS: readonly Entry[] = [
  readers(
    ...'cat head tail wc cut tr nl tac rev fold fmt paste join comm column expand unexpand od xxd hexdump strings cmp diff stat file ls dir vdir readlink realpath basename dirname pathchk cksum sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum base64 base32 grep egrep fgrep zgrep zcat xzcat bzcat zstdcat jq yq bc expr seq factor sleep usleep tty id whoami who w users groups logname uname arch nproc uptime free vmstat iostat mpstat sar lscpu lsblk lsmem lspci lsusb lsof df du findmnt blkid ps pgrep pidof pstree top printenv locale getent getconf which whereis cal tput numfmt shuf tsort dpkg-query yes sync nslookup dig host ping traceroute mtr ss netstat pg_isready pg_lsclusters pg_config pg_controldata pg_waldump pg_amcheck pg_checksums pg_verifybackup envsubst shellcheck gettext iconv zipinfo lsattr getfacl getcap namei sensors last lastlog htop'.split(
      ' ',
    ),
  ),
  {
    names: ['pg_checksums'],
    options:
      '-c --check -P --progress -v --verbose -D= --pgdata= -f= --filenode= -e --enable -d --disable -N --no-sync',
    cases: [
      option(['-e', '-d', '--enable', '--disable'], 'DB-CTL', 'destructive', 'réécrit les blocs de la base'),
      SAFE,
    ],
  },
  {
    names: ['date'],
    options:
      '-d= --date= -f= --file= -I? --iso-8601? -R --rfc-email --rfc-3339= -r= --reference= -u --utc --universal -s= --set= --debug',
    cases: [option(['-s', '--set'], 'SYS', 'destructive', 'change l’heure du système'), SAFE],
  },
  {
    names: ['sort'],
    options:
      '-b -d -f -g -i -M -h -n -R -r -V -c -C -m -s -u -z -k= -S= -t= -T= -o= --output= --ignore-leading-blanks --dictionary-order --ignore-case --general-numeric-sort --month-sort --human-numeric-sort --numeric-sort --random-sort --reverse --sort= --version-sort --check? --merge --key= --buffer-size= --field-separator= --stable --unique --zero-terminated --parallel= --files0-from= --batch-size= --random-source= --compress-program=',
    cases: [
      option(
        ['-o', '--output'],
        'FS-EDIT',
        'destructive',
        'écrit son résultat dans un fichier et remplace ce qu’il contient',
      ),
      option(['--compress-program'], 'EXEC-OPAQUE', 'opaque', 'lance un autre programme'),
      SAFE,
    ],
  },
  {
    names: ['uniq'],
    options:
      '-c -d -D -i -u -z -f= -s= -w= --count --repeated --all-repeated? --group? --ignore-case --unique --zero-terminated --skip-fields= --skip-chars= --check-chars=',
    cases: [
      {
        rule: 'FS-EDIT',
        risk: 'destructive',
        text: 'écrit dans son second fichier',
        when: (call) => call.operands.length > 1,
      },
      SAFE,
    ],
  },
  {
    names: ['tree'],
    options:
      '-a -d -f -l -x -L= -P= -I= -i -s -h -p -u -g -D -r -t -v -C -n -N -Q -q -A -S -X -J -o= --noreport --du --dirsfirst --prune --charset= --filelimit= --si --inodes',
    cases: [option(['-o'], 'FS-EDIT', 'destructive', 'écrit dans un fichier'), SAFE],
  },
  {
    names: ['sed'],
    options:
      '-n -e= -f= -E -r -s -u -z -b -l= -i? --quiet --silent --expression= --file= --regexp-extended --separate --unbuffered --null-data --in-place? --posix --debug --sandbox --line-length=',
    cases: [
      option(['-i', '--in-place'], 'FS-EDIT', 'destructive', 'réécrit des fichiers sur place'),
      option(['-f', '--file'], 'EXEC-OPAQUE', 'opaque', 'exécute un script dont le contenu n’est pas jugé'),
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'exécute un script qui écrit un fichier, lance une commande ou n’est connu qu’à l’exécution',
        when: (call) => !call.has('--sandbox') && !sedScripts(call).every(isPlainSed),
      },
      SAFE,
    ],
  },
  {
    names: ['awk', 'gawk', 'mawk', 'nawk'],
    options:
      '-F= -v= -f= -i= -e= -E= -l= -n -S --sandbox --field-separator= --assign= --file= --include= --source= --exec= --load= --csv --posix --re-interval --lint?',
    cases: [
      option(
        ['-f', '-i', '-E', '-l', '--file', '--include', '--exec', '--load'],
        'EXEC-OPAQUE',
        'opaque',
        'exécute un programme dont le contenu n’est pas jugé',
      ),
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'exécute un programme qui lance une commande, écrit un fichier ou n’est connu qu’à l’exécution',
        when: (call) => !awkPrograms(call).every(isPlainAwk),
      },
      SAFE,
    ],
  },
  {
    names: ['less', 'more', 'man', 'view'],
    cases: [{ rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'est un programme interactif qui peut lancer des commandes' }],
  },
];

import type { Argument } from '../argument.ts';
import { isDynamic } from '../argument.ts';
import type { Call } from './entry.ts';

function sedScripts(call: Call): readonly Argument[] {
  const given = call.values('-e', '--expression');
  return given.length > 0 ? given : call.operands.slice(0, 1);
}

// A script of addresses and commands that neither write (w, W), read a file (r, R) nor run (e); s/// without the flags e and w.
function isPlainSed({ text, split }: Argument): boolean {
  if (split || isDynamic(text)) return false;
  const address = String.raw`(?:\d+|\$|/(?:[^/\\\n]|\\.)*/I?)`;
  const substitute = String.raw`s([/|,#:@!])(?:(?!\1)[^\\\n]|\\[\s\S])*\1(?:(?!\1)[^\\\n]|\\[\s\S])*\1[gpIi0-9]*`;
  const transliterate = String.raw`y/(?:[^/\\\n]|\\.)*/(?:[^/\\\n]|\\.)*/`;
  const command = String.raw`(?:${substitute.replaceAll('\\1', '\\k<d>').replace('([/|,#:@!])', '(?<d>[/|,#:@!])')}|${transliterate}|[pdDqQNnGghHxPlz=]\d*|[bt]\w*|:\w+)`;
  const single = new RegExp(
    String.raw`^\s*(?:${address}(?:\s*,\s*(?:${address}|\+\d+))?)?\s*!?\s*(?:${command}|\{|\}|)\s*(?:[;\n]|(?=\})|$)`,
    'u',
  );
  let rest = text.replaceAll('{', '{;').replaceAll('}', ';}');
  if (/s[/|,#:@!]|\//u.test(text) && /[{}]/u.test(text)) rest = text;
  while (rest.trim() !== '') {
    const found = single.exec(rest);
    if (!found || found[0] === '') return false;
    rest = rest.slice(found[0].length);
  }
  return true;
}

function awkPrograms(call: Call): readonly Argument[] {
  const given = call.values('-e', '--source');
  return given.length > 0 ? given : call.operands.slice(0, 1);
}

// Strings and regular expressions aside, no system(), pipe, redirection, getline, @load or call by name.
function isPlainAwk({ text, split }: Argument): boolean {
  if (split || isDynamic(text)) return false;
  const code = text.replaceAll(/"(?:[^"\\\n]|\\.)*"/gu, '""');
  if (/\bsystem\b|\bgetline\b|@|\bclose\b|\bfflush\b/u.test(code)) return false;
  if (/(^|[^|])\|([^|]|$)/u.test(code)) return false;
  // `print > "file"` writes; a comparison stands between parentheses or in a pattern.
  return !/\bprintf?\b[^;}\n]*>/u.test(code);
}
