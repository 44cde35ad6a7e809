import { asks } from './asks.ts';
import type { Entry } from './entry.ts';
import { hasWord } from './entry.ts';

// With `--exclude -n`, `-n` is what is left out.
const SWITCHES =
  '-a -v -q -z -r -l -p -t -g -o -u -c -h -H -A -X -x -S -W -P -R -d -i -k -K -L -D -O -E -I -b -C -m -N -U -J -0 -4 -6 -8 -y -B= -T= -f= -@= --archive --verbose --quiet --compress --delete --delete-before --delete-during --delete-after --delete-delay --delete-excluded --del --recursive --links --perms --times --group --owner --progress --stats --human-readable --checksum --partial --inplace --update --itemize-changes --hard-links --acls --xattrs --numeric-ids --one-file-system --sparse --whole-file --exclude= --include= --exclude-from= --include-from= --filter= --files-from= --bwlimit= --timeout= --port= --chmod= --chown=';

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
      asks('-n --dry-run --list-only', SWITCHES),
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
