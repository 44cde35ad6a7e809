import type { Argument } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import type { Case, Entry } from './entry.ts';
import { named, option, SAFE, safeOption } from './entry.ts';
import { announcesLoss } from './loss-words.ts';

const opaque = (text: string): Case => ({ rule: 'DJANGO', risk: 'opaque', text });
const COMMON =
  '--settings= --pythonpath= --traceback --no-color --force-color --skip-checks -v= --verbosity= --database= --noinput --no-input';

/** The commands of `manage.py`. */
export const MANAGE: Entry = {
  names: ['manage.py', 'django-admin', 'django-admin.py'],
  subcommands: [
    named(
      'check showmigrations diffsettings sqlmigrate sqlflush sqlsequencereset inspectdb findstatic help version --version --help show_urls',
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
    {
      names: ['remove_stale_contenttypes'],
      cases: [
        { ...SAFE, when: (call) => call.args.some(({ text }) => text === '--dry-run') },
        { rule: 'DJANGO', risk: 'destructive', text: 'supprime des types de contenu' },
      ],
    },
    named('clearsessions changepassword', {
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
    named('sendtestemail', { rule: 'DJANGO', risk: 'change', text: 'envoie un message' }),
    named('createsuperuser createcachetable compilemessages makemessages', {
      rule: 'DJANGO',
      risk: 'change',
      text: 'ajoute des données ou des fichiers',
    }),
  ],
  cases: [
    {
      rule: 'DJANGO',
      risk: 'opaque',
      text: 'lance une commande dont le nom n’est connu qu’à l’exécution',
      when: (call) => /[^\w.-]/u.test(call.operands[0]?.text ?? ' ') || call.operands[0]?.split === true,
    },
    {
      rule: 'DJANGO',
      risk: 'destructive',
      text: 'lance une commande dont le nom ou une option annonce qu’elle efface ou remplace des données',
      wary: true,
      when: (call) =>
        isOwn(call) &&
        [...call.operands.slice(0, 2), ...call.args.filter(isOption)].some(({ text }) => announcesLoss(text)),
    },
    {
      rule: 'DJANGO',
      risk: 'change',
      text: 'lance une commande propre au projet',
      wary: true,
      when: (call) => isOwn(call) && ADDS.test(call.operands[0]?.text ?? ''),
    },
    {
      rule: 'DJANGO',
      risk: 'destructive',
      text: 'lance une commande du projet que le catalogue ne connaît pas',
      wary: true,
    },
  ],
};

/** A command of the project, and none of Django's, which are judged below. */
function isOwn(call: Call): boolean {
  return !MANAGE.subcommands?.some(({ names }) => names.includes(call.operands[0]?.text ?? ''));
}

/** What projects call what only reads, or adds: a copy, a report. */
const ADDS =
  /^((\w+_)?(backup|dump|export|save|sauvegarde\w*|copie\w*|archive\w*)|(check|list|show|print|report|status|stats?|count|find|inspect|display|get|verif\w*|lister?|affiche\w*|compte\w*|exporte\w*|voir|etat)(_\w+)?|db(backup)|mediabackup|health_?check|createinitialrevisions|compress|update_index|createcachetable)$/u;

function isOption({ text }: Argument): boolean {
  return /^--?\w/u.test(text) && !/^--no-?input$/u.test(text);
}

export const DJANGO: readonly Entry[] = [MANAGE];
