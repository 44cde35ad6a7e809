import type { Entry, HazardCase } from './entry.ts';
import { tool } from './tool.ts';

const OPAQUE: HazardCase = { rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'exécute ailleurs ce que l’on ne juge pas' };

/** Virtual machines and system containers. */
export const VIRTUAL_MACHINES: readonly Entry[] = [
  tool({
    names: 'virsh',
    options: '-c= --connect= -q --quiet -r --readonly -d= --debug=',
    reads:
      'list dominfo domstate domid domuuid domblklist domblkinfo domblkstat domiflist domifstat domifaddr domstats dommemstat domjobinfo dumpxml vcpuinfo vcpucount nodeinfo nodecpustats nodememstats freecell capabilities sysinfo uri version hostname net-list net-info net-dumpxml net-dhcp-leases pool-list pool-info pool-dumpxml vol-list vol-info vol-path vol-dumpxml snapshot-list snapshot-info snapshot-dumpxml iface-list nwfilter-list secret-list'.split(
        ' ',
      ),
    // `virsh list \; destroy vm` is two orders.
    runs: /;/u,
    otherwise: { rule: 'CLOUD', risk: 'destructive', text: 'arrête, change ou supprime une machine virtuelle' },
  }),
  tool({
    names: 'lxc incus',
    reads: [
      ...'list ls info version'.split(' '),
      ...[
        'config show',
        'config get',
        'image list',
        'image info',
        'network list',
        'network show',
        'profile list',
        'profile show',
        'storage list',
        'storage info',
        'remote list',
        'cluster list',
      ],
    ],
    otherwise: OPAQUE,
  }),
  // Most verbs run the Vagrantfile of the folder, which is Ruby.
  tool({ names: 'vagrant', reads: ['global-status', 'version', 'box list'], writes: /^--prune/u, otherwise: OPAQUE }),
  tool({
    names: 'machinectl',
    options: '--no-pager --no-legend -q --quiet -l --full -a --all',
    reads: ['list', 'status', 'show', 'list-images', 'image-status'],
    otherwise: OPAQUE,
  }),
  { names: ['lxc-attach'], cases: [OPAQUE] },
];
