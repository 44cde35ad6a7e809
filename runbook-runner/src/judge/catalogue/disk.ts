import type { Entry } from './entry.ts';
import { option, SAFE } from './entry.ts';

const LOSES_A_DISK = 'efface ou transforme un disque, un volume ou un système de fichiers';

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
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some((word) => /^(-l|--list|-p|--print|print)$/u.test(word.text)) && call.args.length <= 2,
      },
      { rule: 'DISK', risk: 'critical', text: LOSES_A_DISK },
    ],
  },
  {
    names:
      'mkfs mke2fs mkswap wipefs blkdiscard hdparm cryptsetup mdadm lvremove vgremove pvremove lvreduce vgreduce zfs zpool btrfs resize2fs xfs_growfs fsck e2fsck tune2fs'.split(
        ' ',
      ),
    cases: [{ rule: 'DISK', risk: 'critical', text: LOSES_A_DISK }],
  },
  {
    names: ['umount', 'swapoff', 'losetup', 'mount', 'swapon'],
    cases: [
      { ...SAFE, when: (call) => (call.name === 'mount' || call.name === 'losetup') && call.args.length === 0 },
      option(['-l'], 'DISK', 'destructive', 'monte ou démonte un système de fichiers'),
      { rule: 'DISK', risk: 'destructive', text: 'monte ou démonte un système de fichiers' },
    ],
  },
  { names: ['lvs', 'vgs', 'pvs', 'lvdisplay', 'vgdisplay', 'pvdisplay', 'smartctl'], cases: [SAFE] },
];
