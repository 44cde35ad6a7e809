import type { Call } from '../../shell-text/grammar.ts';
import type { Entry, HazardCase } from './entry.ts';
import { SAFE } from './entry.ts';
import { tool } from './tool.ts';

const LOSES: HazardCase = {
  rule: 'SYS',
  risk: 'critical',
  text: 'change le réseau ou le pare-feu : la connexion peut se perdre',
};
const only =
  (words: RegExp) =>
  (call: Call): boolean =>
    call.args.every(({ text, split }) => !split && words.test(text));

/** The network of the machine itself: interfaces, routes, firewall. */
export const INTERFACES: readonly Entry[] = [
  {
    names: ['ip'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          only(/^(-\w+|addr|address|a|link|l|route|r|rule|neigh|show|list|ls|dev|get|[\w.:/-]+)$/u)(call) &&
          !call.args.some(({ text }) => CHANGES_INTERFACES.test(text)),
      },
      { ...LOSES, text: 'change le réseau de la machine : la connexion peut se perdre' },
    ],
  },
  {
    names: ['iptables', 'ip6tables', 'iptables-nft', 'iptables-legacy', 'ebtables', 'arptables'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some(({ text }) => /^(-[nvxt]*[LS][nvx]*|--list|--list-rules|-V|--version)$/u.test(text)) &&
          only(
            /^(-[nvxLSt]+|--(list|list-rules|line-numbers|verbose|numeric|exact|table|version)|-V|nat|filter|mangle|raw|security|[A-Z][\w-]*|[1-9]\d*)$/u,
          )(call),
      },
      LOSES,
    ],
  },
  {
    names: ['iptables-save', 'ip6tables-save'],
    cases: [{ ...SAFE, when: only(/^(-c|--counters|-t|nat|filter|mangle|raw|security)$/u) }, LOSES],
  },
  {
    names: ['iptables-restore', 'ip6tables-restore'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some(({ text }) => /^(-t|--test)$/u.test(text)) &&
          only(/^(-t|--test|-v|--verbose|-c|--counters)$/u)(call),
      },
      LOSES,
    ],
  },
  {
    names: ['nft'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          /^(-\w*a\w*|-n|-s|list)$/u.test(call.args[0]?.text ?? '') &&
          call.args.some(({ text }) => text === 'list') &&
          only(/^[\w-]+$/u)(call) &&
          !call.args.some(({ text }) => /^-\w*[fiD]/u.test(text)),
      },
      { ...SAFE, when: (call) => /^(-c|--check)$/u.test(call.args[0]?.text ?? '') },
      LOSES,
    ],
  },
  {
    names: ['ufw'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          /^(status|version|show|app list|app info)$/u.test(
            call.args
              .map(({ text }) => text)
              .slice(0, call.args[0]?.text === 'app' ? 2 : 1)
              .join(' '),
          ),
      },
      LOSES,
    ],
  },
  {
    names: ['firewall-cmd'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.length > 0 &&
          only(/^--(state|version|list-\S+|get-\S+|query-\S+|info-\S+|permanent|zone=\S+)$/u)(call) &&
          !call.args.every(({ text }) => /^--(permanent|zone)/u.test(text)),
      },
      LOSES,
    ],
  },
  {
    names: ['ifconfig'],
    cases: [{ ...SAFE, when: (call) => call.args.length <= 1 && only(/^(-a|-s|-v|[\w.:-]+)$/u)(call) }, LOSES],
  },
  { names: ['route'], cases: [{ ...SAFE, when: only(/^-[nev46A]+$/u) }, LOSES] },
  { names: ['arp'], cases: [{ ...SAFE, when: only(/^(-[aneHv]+|[\w.:-]*[\w.:])$/u) }, LOSES] },
  {
    names: ['ethtool'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.length === 1
            ? only(/^\w/u)(call)
            : call.args.length === 2 &&
              /^(-[iSkaglcTPnxum]|--(show-\S+|driver|statistics|phy-statistics|show))$/u.test(call.args[0]?.text ?? ''),
      },
      LOSES,
    ],
  },
  tool({
    names: 'nmcli',
    options: '-t --terse -p --pretty -f= --fields= -g= --get-values= -c= --colors= -m= --mode=',
    reads: [
      'general status',
      'general',
      'device status',
      'device show',
      'device',
      'connection show',
      'radio all',
      'networking connectivity',
    ].filter((verb) => verb.includes(' ')),
    otherwise: LOSES,
  }),
  tool({ names: 'netplan', reads: ['get', 'status', 'info'], otherwise: LOSES }),
  {
    names: ['tc'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          /^(-s|-d|-p|-j)?(qdisc|class|filter)?$/u.test(call.args[0]?.text ?? '') &&
          call.args.some(({ text }) => /^(show|list|ls)$/u.test(text)) &&
          !call.args.some(({ text }) => /^(add|del|delete|change|replace|link|-b|-batch|-force)$/u.test(text)),
      },
      LOSES,
    ],
  },
  { names: ['ifdown', 'ifup'], cases: [LOSES] },
];

const CHANGES_INTERFACES = /^(add?$|app|d$|del?|f$|fl?|s$|set?|re|c$|ch|e$|ex|netns|-b$|-batch|up|down|vrf)/u;
