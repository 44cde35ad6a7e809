import type { Call } from '../../shell-text/grammar.ts';
import { asks } from './asks.ts';
import type { Case, Entry, HazardCase } from './entry.ts';
import { named, readers, SAFE } from './entry.ts';
import { shownAs, tool } from './tool.ts';

/** An option, before or after the verb, by which the tool runs a program, or that is not known before it runs. */
const RUNS_A_PROGRAM: Case = {
  rule: 'EXEC-OPAQUE',
  risk: 'opaque',
  text: 'reçoit une option qui lance un programme',
  when: (call) =>
    call.args.some(
      ({ text, split }) =>
        (split && text.startsWith('\uFFFC')) ||
        /^(-o.|--option|--overr|--password-c|--pas\w*-c|--rsh|--rem|--stdin-from|--paths-from-c|--cont|--con$|--(cmd|repo\d*-host-cmd|pg\d*-host-cmd|archive-get-)|(s3|sftp|rclone|rest)\.|\w+\.(command|program|args)=)/u.test(
          text,
        ),
    ),
};

const LOSES: HazardCase = { rule: 'BACKUP', risk: 'critical', text: 'supprime ou remplace des sauvegardes' };
const CREATES: HazardCase = { rule: 'BACKUP', risk: 'change', text: 'crée une sauvegarde' };

const RESTIC =
  '-r= --repo= -p= --password-file= --json -q --quiet -v --verbose --no-cache --no-lock -o= --option= --cacert=';
const RESTIC_VERBS =
  '--prune -c --compact -f --force -x --one-file-system --exclude-caches --cleanup-cache --unsafe-allow-remove-all --tag= -H= --host= --path= -g= --group-by= -l= --keep-last= --keep-hourly= -d= --keep-daily= -w= --keep-weekly= -m= --keep-monthly= -y= --keep-yearly= --keep-within= --keep-tag= -t= --target= -e= --exclude= -i= --include= --exclude-file= --files-from= --max-unused= --parent=';

/** Backup tools, and what rotates logs: removing a backup removes the way back. */
export const BACKUP_TOOLS: readonly Entry[] = [
  {
    names: ['restic'],
    options: RESTIC,
    subcommands: [
      readers('snapshots', 'ls', 'stats', 'check', 'diff', 'find', 'version', 'cat', 'list'),
      { names: ['backup'], cases: [asks('-n --dry-run', `${RESTIC} ${RESTIC_VERBS}`), CREATES] },
      named('init', { rule: 'BACKUP', risk: 'change', text: 'crée un dépôt de sauvegardes' }),
    ],
    cases: [
      RUNS_A_PROGRAM,
      asks('-n --dry-run', `${RESTIC} ${RESTIC_VERBS}`, (call) =>
        /^(forget|prune|restore|rewrite|repair)$/u.test(call.operands[0]?.text ?? ''),
      ),
      LOSES,
    ],
  },
  {
    names: ['borg', 'borgmatic'],
    options: '-r= --repo= -v --verbose --info --json --progress',
    subcommands: [
      readers('list', 'info', 'diff', 'version'),
      {
        names: ['check'],
        cases: [
          {
            ...LOSES,
            text: 'répare : peut supprimer ce qui est abîmé',
            when: (call) => call.args.some(({ text, split }) => split || /^--(rep(a|$)|und|fin)/u.test(text)),
          },
          SAFE,
        ],
      },
      {
        names: ['create'],
        cases: [
          asks(
            '-n --dry-run',
            '-v --verbose -p --progress --list --stats --json -x --one-file-system -C= --compression= -e= --exclude= --pattern= --comment=',
          ),
          CREATES,
        ],
      },
      named('init', { rule: 'BACKUP', risk: 'change', text: 'crée un dépôt de sauvegardes' }),
    ],
    cases: [RUNS_A_PROGRAM, LOSES],
  },
  {
    names: ['pgbackrest'],
    options:
      '--stanza= --config= --repo= --log-level-console= --log-level-file= --type= --output= --process-max= --no-expire-auto --expire-auto= --start-fast --no-online --annotation= --compress-type=',
    subcommands: [
      readers('info', 'version', 'verify', 'repo-ls'),
      named('check', {
        rule: 'BACKUP',
        risk: 'change',
        text: 'force un changement de journal (WAL) pour vérifier l’archivage',
      }),
    ],
    shownAs,
    cases: [
      RUNS_A_PROGRAM,
      { ...CREATES, when: (call) => call.operands[0]?.text === 'backup' && keepsAll(call) },
      {
        ...CREATES,
        risk: 'destructive',
        text: 'crée une sauvegarde, puis supprime celles qui dépassent la rétention (sauf avec « --no-expire-auto »)',
        when: (call) => call.operands[0]?.text === 'backup',
      },
      LOSES,
    ],
  },
  {
    names: ['barman'],
    subcommands: [
      readers('check', 'list-backup', 'list-backups', 'show-backup', 'status', 'list-server'),
      { names: ['backup'], cases: [CREATES] },
    ],
    cases: [LOSES],
  },
  {
    names: ['duplicity', 'rdiff-backup'],
    cases: [LOSES],
  },
  tool({
    names: 'wal-g',
    options: '--config=',
    reads: ['backup-list', 'wal-show', 'backup-show', 'st ls', 'st cat'],
    otherwise: LOSES,
  }),
  {
    names: ['logrotate'],
    cases: [
      asks('-d --debug', '-f --force -v --verbose -s= --state= -m= --mail= -l= --log='),
      { rule: 'BACKUP', risk: 'destructive', text: 'remplace et supprime d’anciens journaux' },
    ],
  },
];

// The option may stand before the verb as well as after it.
function keepsAll({ args }: Call): boolean {
  return args.some(({ text }) => text === '--no-expire-auto' || text === '--expire-auto=n');
}
