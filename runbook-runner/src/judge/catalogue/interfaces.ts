import type { Call } from '../../shell-text/grammar.ts';
import type { Entry, HazardCase } from './entry.ts';
import { SAFE } from './entry.ts';
import { tool, words } from './tool.ts';

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
        when: shows(
          /^-{1,2}(4|6|0|s|stats|statistics|d|details|r|resolve|o|oneline|h|human|human-readable|iec|br|brief|j|json|p|pretty|c|color(=\w+)?|t|timestamp|ts|V|Version|N)$/u,
          /^(a|addr|address|l|link|r|ro|route|ru|rule|n|neigh|neighbou?r|tunnel|maddr|mroute|tuntap|monitor|netns|vrf|netconf|ntable|token|tcp_metrics)$/u,
          /^(show|list|ls|lst|l|get)$/u,
          // The network namespace that is looked at.
          /^-{1,2}(n|netns)$/u,
        ),
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
      { ...SAFE, when: shows(/^-[anstjpySNeu]+$/u, /^list$/u, /^\w[\w-]*$/u) },
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
  {
    names: ['arp'],
    options:
      '-a -e -n -v -d -D -s -f -H= -t= -A= -i= --all --numeric --verbose --delete --set --file --use-device --hw-type= --device=',
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.operands.length <= 1 && !call.has('-d', '-D', '-s', '-f', '--delete', '--set', '--file', '--use-device'),
      },
      LOSES,
    ],
  },
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
    reads: ['general status', 'device status', 'device show', 'connection show', 'networking connectivity'],
    // A word more and they change it.
    cases: [
      {
        ...SAFE,
        when: (call) =>
          /^(general|device|radio|radio all|networking)$/u.test(words(call).join(' ')) && call.args.length <= 2,
      },
    ],
    otherwise: LOSES,
  }),
  tool({ names: 'netplan', reads: ['get', 'status', 'info'], otherwise: LOSES }),
  {
    names: ['tc'],
    cases: [
      {
        ...SAFE,
        when: shows(
          /^-[sdpjr]$|^-(statistics|details|json|pretty)$/u,
          /^(qdisc|class|filter|action|chain)$/u,
          /^(show|list|ls)$/u,
        ),
      },
      LOSES,
    ],
  },
  { names: ['ifdown', 'ifup'], cases: [LOSES] },
];

/**
 * Options (some with a value), an object, then a verb that shows it, and what it selects. Elsewhere on the line these words would be names; any
 * beginning of a verb is this verb: `ip route a` adds one.
 */
function shows(options: RegExp, objects: RegExp, verbs: RegExp, valued = /(?!)/u): (call: Call) => boolean {
  return ({ args }) => {
    let first = 0;
    for (let text = args[0]?.text; text !== undefined; text = args[first]?.text) {
      if (valued.test(text)) first += 2;
      else if (options.test(text)) first += 1;
      else break;
    }
    const [object, verb, ...selected] = args.slice(first);
    return (
      args.every(({ split }) => !split) &&
      (object === undefined || objects.test(object.text)) &&
      (verb === undefined || verbs.test(verb.text)) &&
      // An option that stands there is read as well.
      selected.every(({ text }) => /^[\w.:/@][\w.:/@-]*$/u.test(text))
    );
  };
}
