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
        rule: 'FS-SYNC',
        risk: 'destructive',
        text: 'écrit dans un fichier',
        when: (call) => call.args.some((item) => /^(--(log-file$|log-file=|write-b|only-w)|-M)/u.test(item.text)),
      },
      {
        ...SAFE,
        when: (call) =>
          call.args.some(
            (item, index) =>
              /^(-[a-zA-Z]*n[a-zA-Z]*|--dry-run|--list-only)$/u.test(item.text) &&
              !takesNext(call.args[index - 1]?.text),
          ) && !call.args.some((item) => item.text === '--no-dry-run' || item.text === '--no-n'),
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
    names: ['scp', 'sftp'],
    cases: [{ rule: 'FS-SYNC', risk: 'destructive', text: 'remplace des fichiers à l’arrivée' }],
  },
];

/** Whether the word after this one is its value, whatever it looks like. */
function takesNext(option: string | undefined): boolean {
  return (
    option !== undefined &&
    (/^-[a-zA-Z]*[BMTefp@]$/u.test(option) || (/^--[a-z][a-z-]*[a-z]$/u.test(option) && !SWITCHES.test(option)))
  );
}

// Long options without a value that usual commands have; after any other, a word may be a value.
const SWITCHES =
  /^--(archive|verbose|quiet|compress|delete(-(before|during|after|delay|excluded))?|del|recursive|links|perms|times|group|owner|progress|stats|human-readable|checksum|partial|inplace|update|itemize-changes|hard-links|acls|xattrs|numeric-ids|one-file-system|sparse|whole-file|dry-run|list-only)$/u;
