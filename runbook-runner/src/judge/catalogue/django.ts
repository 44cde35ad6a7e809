import type { Case, Entry } from './entry.ts';
import { option, SAFE, safeOption } from './entry.ts';

const opaque = (text: string): Case => ({ rule: 'DJANGO', risk: 'opaque', text });
const named = (names: string, ...cases: readonly Case[]): Entry => ({ names: names.split(' '), cases });
const COMMON =
  '--settings= --pythonpath= --traceback --no-color --force-color --skip-checks -v= --verbosity= --database= --noinput --no-input';

/** The commands of `manage.py`. */
export const MANAGE: Entry = {
  names: ['manage.py', 'django-admin', 'django-admin.py'],
  subcommands: [
    named(
      'check showmigrations diffsettings sqlmigrate sqlflush sqlsequencereset inspectdb findstatic help version --version --help sendtestemail show_urls',
      SAFE,
    ),
    {
      names: ['dumpdata'],
      cases: [
        {
          rule: 'DJANGO',
          risk: 'destructive',
          text: 'écrit dans un fichier et remplace ce qu’il contient',
          when: (call) => call.args.some((word) => word.split || /^(-o|--o)/u.test(word.text)),
        },
        SAFE,
      ],
    },
    {
      names: ['migrate'],
      options: `${COMMON} --fake --fake-initial --plan --run-syncdb --check --prune`,
      cases: [
        { ...SAFE, when: (call) => call.has('--plan', '--check') },
        {
          rule: 'DJANGO',
          risk: 'critical',
          text: 'revient en arrière et supprime des tables ou des colonnes',
          when: (call) => call.operands.length > 1,
        },
        { rule: 'DJANGO', risk: 'destructive', text: 'change le schéma de la base' },
      ],
    },
    {
      names: ['makemigrations'],
      options: `${COMMON} --dry-run --check --merge --empty -n= --name= --no-header`,
      cases: [
        safeOption('--dry-run', '--check'),
        { rule: 'DJANGO', risk: 'change', text: 'écrit des fichiers de migration' },
      ],
    },
    named('flush reset_db sqlclear', { rule: 'DJANGO', risk: 'critical', text: 'vide la base de données' }),
    named('loaddata', { rule: 'DJANGO', risk: 'destructive', text: 'remplace des lignes de la base' }),
    named('clearsessions remove_stale_contenttypes changepassword', {
      rule: 'DJANGO',
      risk: 'destructive',
      text: 'supprime ou remplace des données',
    }),
    named('shell shell_plus dbshell runscript', opaque('exécute du code qui n’est pas jugé')),
    {
      names: ['collectstatic'],
      options: `${COMMON} -c --clear -n --dry-run -l --link -i= --ignore= --no-post-process --no-default-ignore`,
      cases: [
        safeOption('-n', '--dry-run'),
        option(['-c', '--clear'], 'DJANGO', 'destructive', 'supprime les fichiers statiques avant de les copier'),
        { rule: 'DJANGO', risk: 'change', text: 'copie les fichiers statiques' },
      ],
    },
    named('createsuperuser createcachetable compilemessages makemessages', {
      rule: 'DJANGO',
      risk: 'change',
      text: 'ajoute des données ou des fichiers',
    }),
  ],
  cases: [
    {
      rule: 'DJANGO',
      risk: 'destructive',
      text: 'lance une commande dont le nom annonce qu’elle efface ou remplace des données',
      when: (call) =>
        /^(delete|remove|reset|flush|clear|purge|drop|clean|wipe|restore|load|import|truncate|erase|prune|destroy|rollback|seed)/u.test(
          call.operands[0]?.text ?? '',
        ),
    },
    {
      rule: 'DJANGO',
      risk: 'opaque',
      text: 'lance une commande dont le nom n’est connu qu’à l’exécution',
      when: (call) => /[^\w.-]/u.test(call.operands[0]?.text ?? ' ') || call.operands[0]?.split === true,
    },
    { rule: 'DJANGO', risk: 'change', text: 'lance une commande propre au projet', wary: true },
  ],
};

export const DJANGO: readonly Entry[] = [MANAGE];
