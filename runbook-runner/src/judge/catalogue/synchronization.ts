import type { Entry } from './entry.ts';
import { hasWord, SAFE } from './entry.ts';

/** Copies between folders and machines. */
export const SYNCHRONIZATION: readonly Entry[] = [
  {
    names: ['rsync'],
    cases: [
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'lance un autre programme',
        when: (call) => call.args.some((item) => /^(-[a-zA-Z]*e|--rsh|--rsync-path|--daemon)/u.test(item.text)),
      },
      {
        rule: 'FS-SYNC',
        risk: 'opaque',
        text: 'reçoit des arguments qui ne sont connus qu’à l’exécution',
        when: (call) => call.args.some((item) => item.split),
      },
      {
        ...SAFE,
        when: (call) =>
          call.args.some((item) => /^(-[a-zA-Z]*n[a-zA-Z]*|--dry-run|--list-only)$/u.test(item.text)) &&
          !call.args.some((item) => item.text === '--no-dry-run' || item.text === '--no-n'),
      },
      {
        rule: 'FS-SYNC',
        risk: 'critical',
        text: 'supprime à l’arrivée ou au départ les fichiers qui ne sont plus de l’autre côté',
        when: (call) => call.args.some((item) => /^--(del|remove-s)/u.test(item.text)),
      },
      {
        rule: 'FS-SYNC',
        risk: 'change',
        text: 'ne remplace aucun fichier',
        when: (call) => hasWord(call, '--ignore-existing'),
      },
      { rule: 'FS-SYNC', risk: 'destructive', text: 'remplace les fichiers différents à l’arrivée' },
    ],
  },
  {
    names: ['rclone', 'scp', 'sftp'],
    cases: [{ rule: 'FS-SYNC', risk: 'destructive', text: 'remplace des fichiers à l’arrivée' }],
  },
];
