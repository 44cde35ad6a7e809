import type { Case, Entry } from './entry.ts';
import { option, readers, SAFE } from './entry.ts';

const INTERACTIVE: Case = {
  rule: 'EXEC-OPAQUE',
  risk: 'opaque',
  text: 'est un programme interactif qui peut lancer des commandes',
};

/** Commands that only read, on the condition of their options. */
export const READERS: readonly Entry[] = [
  readers(
    ...`true false echo printf test [ pwd cat head tail wc cut tr nl tac rev fold fmt paste join comm column
      expand unexpand od hexdump strings cmp diff stat ls dir vdir readlink realpath basename dirname
      pathchk cksum sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum base64 base32 grep
      egrep fgrep zgrep zcat xzcat bzcat jq bc expr seq factor sleep usleep tty id whoami who w
      users groups logname uname arch nproc uptime free vmstat iostat mpstat lscpu lsblk lsmem lsusb
      df du findmnt ps pgrep pidof pstree printenv locale getent getconf which whereis cal tput
      numfmt tsort yes sync nslookup dig host ping traceroute netstat pg_isready pg_lsclusters
      pg_config pg_controldata pg_verifybackup envsubst shellcheck gettext zipinfo lsattr getfacl getcap
      namei last lastb atq hostid lsns lslocks lsipc uuidgen mtr`.split(/\s+/u),
  ),
  ...writing(['lastlog'], /^(-[a-zA-Z]*[CS]|--c|--s)/u, 'efface ou change la date de la dernière connexion'),
  ...writing(['lsof'], /^-[abClnNOPRtUvVX]*D/u, 'écrit sa mémoire des fichiers ouverts'),
  ...writing(
    ['lspci'],
    /^-[a-zA-Z]*[qQMHOA]/u,
    'interroge le matériel directement ou écrit ses réponses dans un fichier',
  ),
  ...writing(['pidstat'], /^-[a-zA-Z]*e/u, 'lance un autre programme'),
  ...writing(['sensors'], /^(-[a-zA-Z]*s|--s)/u, 'change les seuils du matériel'),
  ...writing(['zstdcat'], /^(-[a-z]*o|--output|--rm)/u, 'écrit dans un fichier et remplace ce qu’il contient'),
  ...writing(['blkid'], /^(-[a-zA-Z]*[cgw]|--ca|--ga)/u, 'réécrit sa mémoire des disques'),
  ...writing(['file'], /^(-[a-zA-Z]*C|--comp)/u, 'écrit un fichier compilé'),
  ...writing(['shuf', 'iconv'], /^(-[a-z]*o|--o)/u, 'écrit dans un fichier et remplace ce qu’il contient'),
  ...writing(['sar'], /^(-[a-zA-Z]*o|--o)/u, 'écrit ses mesures dans un fichier'),
  ...writing(
    ['ag', 'rg', 'ack'],
    /^(--pre|--pag|--hostname-bin|--ackrc|-z|--search-zip|--files-from)/u,
    'lance un autre programme',
  ),
  ...writing(['tcpdump'], /^-[a-zA-Z]*[wzZCGW]/u, 'écrit dans un fichier ou lance un programme'),
  ...writing(['yq'], /^(-[a-zA-Z]*[is]|--in|--split|--security)/u, 'réécrit des fichiers'),
  ...writing(['ss'], /^(-[a-zA-Z]*[KD]|--k|--di)/u, 'coupe des connexions ou écrit dans un fichier'),
  ...writing(['pg_amcheck', 'pg_waldump'], /^--(ins|sa)/u, 'modifie la base ou écrit des fichiers'),
  {
    names: ['xxd'],
    options: '-a -b -C -c= -d -e -E -g= -i -l= -n= -o= -p -r -R= -s= -u -v',
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
    names: ['top'],
    cases: [{ ...SAFE, when: (call) => call.args.some((word) => /^-[bH]*b/u.test(word.text)) }, INTERACTIVE],
  },
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
    cases: [
      {
        rule: 'SYS',
        risk: 'destructive',
        text: 'change l’heure du système',
        // Without a plus sign an operand is the date to set.
        when: (call) => call.has('-s', '--set') || call.operands.some((operand) => !operand.text.startsWith('+')),
      },
      SAFE,
    ],
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
  // A step has no terminal: they print, unless an option runs or writes.
  {
    names: ['less', 'more'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.operands.length > 0 &&
          call.args.every(({ text, split }) => !split && /^(-[NRSXFEeinsqQ]+|[^-+].*)$/u.test(text)),
      },
      INTERACTIVE,
    ],
  },
  {
    names: ['man'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.length > 0 && call.args.every(({ text, split }) => !split && /^(-[kfaw]+|[^-].*)$/u.test(text)),
      },
      INTERACTIVE,
    ],
  },
  { names: ['view'], cases: [INTERACTIVE] },
];

/** Readers that write when an argument, or one that is only known when it runs, is such an option. */
function writing(names: readonly string[], options: RegExp, text: string): readonly Entry[] {
  const when: Case['when'] = (call) => call.args.some((word) => options.test(word.text) || (word.split && !word.glob));
  return [{ names, cases: [{ rule: 'FS-EDIT', risk: 'destructive', text, when }, SAFE] }];
}
