import type { Call } from '../../shell-text/grammar.ts';
import { asks } from './asks.ts';
import type { Entry, HazardCase } from './entry.ts';
import { SAFE } from './entry.ts';
import { tool, words } from './tool.ts';

const LOSES: HazardCase = {
  rule: 'DISK',
  risk: 'critical',
  text: 'efface ou transforme un disque, un volume ou un système de fichiers',
};
const MOUNTS: HazardCase = { rule: 'DISK', risk: 'destructive', text: 'monte ou démonte un système de fichiers' };

/** Disks, partitions, volumes. */
export const DISK: readonly Entry[] = [
  {
    names: ['dd'],
    cases: [
      {
        ...SAFE,
        // The last `of=` counts.
        when: (call) => {
          const outputs = call.args.filter((word) => word.split || /^(of=|\uFFFC)/u.test(word.text));
          return outputs.every((word) => !word.split && word.text === 'of=/dev/null');
        },
      },
      { rule: 'DISK', risk: 'critical', text: 'écrit sur un disque ou remplace un fichier' },
    ],
  },
  {
    names: ['fdisk', 'sfdisk', 'sgdisk', 'gdisk', 'parted', 'cfdisk'],
    cases: [{ ...SAFE, when: showsPartitions }, LOSES],
  },
  {
    names: ['wipefs'],
    options:
      '-a --all -b? --backup? -f --force -i --noheadings -J --json -n --no-act -o= --offset= -O= --output= -p --parsable -q --quiet -t= --types= --lock?',
    cases: [
      { ...SAFE, when: (call) => call.has('-n', '--no-act') || !call.has('-a', '--all', '-o', '--offset') },
      LOSES,
    ],
  },
  {
    names: ['mkfs', 'mke2fs'],
    // Of the others, `-n` is the name of the volume.
    cases: [
      asks('-n', '-F -v -q -j -t= -T= -b= -L= -m= -O= -E=', (call) => /^(mke2fs|mkfs\.ext[234])$/u.test(call.name)),
      LOSES,
    ],
  },
  {
    names: ['fsck', 'e2fsck'],
    cases: [
      asks('-n -N', '-f -v -V -t=', (call) => call.name === 'fsck' && !repairs(call)),
      // The name of an undo file, of a journal or of a block follows these.
      asks('-n', '-f -v -V -t -F -d -N= -b= -B= -I= -j= -P= -z=', (call) => call.name === 'e2fsck' && !repairs(call)),
      LOSES,
    ],
  },
  tool({
    names: 'zpool',
    reads: ['status', 'list', 'get', 'iostat', 'history', 'events', 'version'],
    runs: /^-[a-zA-Z]*c/u,
    otherwise: LOSES,
  }),
  tool({
    names: 'zfs',
    reads: ['list', 'get', 'diff', 'holds', 'version', 'userspace', 'groupspace', 'send'],
    cases: [
      asks('-n', '-d -f -F -h -M -p -P -r -R -s -u -v -o= -x=', (call) =>
        /^(destroy|receive|recv)$/u.test(call.args[0]?.text ?? ''),
      ),
    ],
    otherwise: LOSES,
  }),
  tool({
    names: 'btrfs',
    reads: [
      'subvolume list',
      'subvolume show',
      'subvolume get-default',
      'filesystem usage',
      'filesystem show',
      'filesystem df',
      'filesystem du',
      'device stats',
      'device usage',
      'scrub status',
      'balance status',
      'qgroup show',
      'property get',
      'property list',
      'version',
    ],
    writes: /^(-[a-zA-Z]*z|--r$|--re)/u,
    // With a second word it is the new label.
    cases: [
      { ...SAFE, when: (call) => /^filesystem label [^ ]+$/u.test(words(call).join(' ')) && call.args.length === 3 },
    ],
    otherwise: LOSES,
  }),
  {
    names: ['mdadm'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some(({ text }) => DETAILS.test(text)) &&
          call.args.every(
            ({ text, split }) =>
              !split &&
              /^(\/dev\/[\w/]+|-[DEQbYstv]+|--(detail|examine|query|brief|export|scan|test|verbose|detail-platform|version))$/u.test(
                text,
              ),
          ),
      },
      LOSES,
    ],
  },
  tool({
    names: 'cryptsetup',
    reads: ['status', 'isLuks', 'luksUUID', 'luksDump', 'benchmark'],
    writes: /^--(dump|master|volume|key|head|uuid)/u,
    otherwise: LOSES,
  }),
  {
    names: ['hdparm'],
    cases: [{ ...SAFE, when: (call) => call.args.every(({ text }) => /^(-[IigtT]+|\/dev\/\w+)$/u.test(text)) }, LOSES],
  },
  {
    names: 'mkswap blkdiscard lvremove vgremove pvremove lvreduce vgreduce resize2fs xfs_growfs tune2fs'.split(' '),
    cases: [LOSES],
  },
  {
    names: ['mount'],
    options: '-l -t= -V --version',
    cases: [{ ...SAFE, when: (call) => call.operands.length === 0 }, MOUNTS],
  },
  {
    names: ['losetup'],
    options: '-a --all -l --list -j= --associated= -f --find -n --noheadings -O= --output= -J --json --raw',
    cases: [
      // `losetup -f` names a free device, `losetup DEVICE` says what it is on; with a file too they attach it.
      { ...SAFE, when: (call) => call.operands.length <= (call.has('-f', '--find') ? 0 : 1) },
      MOUNTS,
    ],
  },
  {
    names: ['swapon'],
    options: '-s --summary --show? --noheadings --raw --bytes --verbose -v',
    cases: [{ ...SAFE, when: (call) => call.operands.length === 0 }, MOUNTS],
  },
  { names: ['umount', 'swapoff'], cases: [MOUNTS] },
  {
    names: ['smartctl'],
    options:
      '-a -x -i -H -A -c -j -n= -d= -l= --all --xall --info --health --attributes --capabilities --json? --scan --scan-open --device= --log= --nocheck= -q= -V --version',
    cases: [
      { ...SAFE, when: (call) => !call.values('-l', '--log').some(({ text }) => text.includes(',')) },
      { ...MOUNTS, text: 'change un réglage du disque' },
    ],
  },
  {
    names: ['lvs', 'vgs', 'pvs', 'lvdisplay', 'vgdisplay', 'pvdisplay'],
    cases: [
      {
        ...MOUNTS,
        text: 'reçoit une configuration qui peut écrire un fichier',
        when: (call) => call.args.some(({ text }) => text.startsWith('--conf')),
      },
      SAFE,
    ],
  },
];

/** What each editor of partitions shows, and the words that may stand beside: the same letter shows in one and erases in another. */
const PARTITIONS: Readonly<Record<string, readonly [shows: RegExp, beside: RegExp]>> = {
  fdisk: [/^(-l|--list|-x|--list-details)$/u, /^(-[uo]|--bytes)$/u],
  sfdisk: [/^(-[ldJVFn]|--(list|dump|json|verify|list-free|no-act))$/u, /^(-q|--quiet)$/u],
  sgdisk: [/^(-[pv]+|-i\d*|--(print|verify|info(=\d+)?))$/u, /^\d+$/u],
  gdisk: [/^-l$/u, /^$/u],
  parted: [/^(-[sm]*l[sm]*|--list|print)$/u, /^(-[sm]+|--(script|machine)|free|all|devices|unit|[kMGT]?i?B|s)$/u],
};

function showsPartitions({ name, args }: Call): boolean {
  const [shows, beside] = PARTITIONS[name] ?? [];
  return (
    args.some(({ text }) => shows?.test(text)) &&
    args.every(({ text, split }) => !split && (shows?.test(text) || beside?.test(text) || text.startsWith('/dev/')))
  );
}

function repairs(call: Call): boolean {
  return call.args.some(({ text, split }) => split || /^-\w*[aprycDE]/u.test(text));
}

const DETAILS = /^(-[bYstv]*[DEQ][bYstv]*|--(detail|examine|query|detail-platform|version))$/u;
