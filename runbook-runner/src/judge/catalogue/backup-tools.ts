import type { Case, Entry } from './entry.ts';
import { readers } from './entry.ts';

const LOSES: Case = { rule: 'BACKUP', risk: 'critical', text: 'supprime ou remplace des sauvegardes' };
const named = (names: string, risk: Case['risk'], text: string): Entry => ({
  names: names.split(' '),
  cases: [{ rule: 'BACKUP', risk, text }],
});

/** Backup tools and object stores: removing a backup removes the way back. */
export const BACKUP_TOOLS: readonly Entry[] = [
  {
    names: ['restic'],
    options:
      '-r= --repo= -p= --password-file= --json -q --quiet -v --verbose --no-cache --no-lock -o= --option= --cacert=',
    subcommands: [
      readers('snapshots', 'ls', 'stats', 'check', 'diff', 'find', 'version', 'cat', 'list'),
      named('backup init', 'change', 'crée une sauvegarde'),
    ],
    cases: [
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'reçoit une option qui lance un programme',
        when: (call) =>
          [...call.values('-o', '--option'), ...call.values('-p', '--password-command')].some((value) =>
            /(program|command|args)=|\uFFFC/u.test(value.text),
          ),
      },
      LOSES,
    ],
  },
  {
    names: ['borg', 'borgmatic'],
    options: '-r= --repo= -v --verbose --info --json --progress',
    subcommands: [
      readers('list', 'info', 'check', 'diff', 'version'),
      named('create init', 'change', 'crée une sauvegarde'),
    ],
    cases: [LOSES],
  },
  {
    names: ['pgbackrest'],
    options: '--stanza= --config= --repo= --log-level-console= --type= --output=',
    subcommands: [
      readers('info', 'check', 'version', 'verify', 'repo-ls'),
      named('backup', 'change', 'crée une sauvegarde'),
    ],
    cases: [LOSES],
  },
  {
    names: ['barman'],
    subcommands: [
      readers('check', 'list-backup', 'list-backups', 'show-backup', 'status', 'list-server'),
      named('backup', 'change', 'crée une sauvegarde'),
    ],
    cases: [LOSES],
  },
  {
    names: [
      'aws',
      'gcloud',
      'gsutil',
      'az',
      'mc',
      's3cmd',
      'terraform',
      'tofu',
      'ansible',
      'ansible-playbook',
      'pulumi',
      'duplicity',
      'rdiff-backup',
      'logrotate',
    ],
    cases: [LOSES],
  },
];
