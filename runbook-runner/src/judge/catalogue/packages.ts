import type { Call } from '../../shell-text/grammar.ts';
import type { Case, Entry, HazardCase } from './entry.ts';
import { readers } from './entry.ts';
import { tool, words } from './tool.ts';

const rule = (risk: HazardCase['risk'], text: string): HazardCase => ({ rule: 'SYS', risk, text });
const OTHER = rule('destructive', 'retire ou remplace des paquets');

/** Package managers. `update` only reads lists again for apt and apk; elsewhere it replaces packages. */
export const PACKAGES: readonly Entry[] = [
  tool({
    names: 'apt apt-get aptitude',
    options:
      '-y --yes --assume-yes --assume-no -q? --quiet? -s --simulate --just-print --dry-run --recon --no-act --print-uris --no-install-recommends -t= --target-release= -V -f -m -d --download-only',
    reads: ['list', 'show', 'search', 'policy', 'depends', 'rdepends', 'check', 'changelog', 'versions', 'why'],
    // A setting may name a program to run before or after.
    runs: /^(-[oc]|--op|--co)/u,
    cases: [
      onlySays(/^(-[a-zA-Z]*s|--(simulate|just-print|dry-run|recon|no-act|print-uris))$/u),
      adds('install update download autoclean'),
    ],
    otherwise: OTHER,
  }),
  tool({
    names: 'dnf yum microdnf',
    options:
      '-y --assumeyes --assumeno -q --quiet -C --cacheonly -v --verbose --refresh --enablerepo= --disablerepo= --repo= --nogpgcheck',
    reads: 'list info search provides repolist repoquery check-update updateinfo deplist check'
      .split(' ')
      .concat('history list', 'history info', 'module list', 'module info', 'group list', 'group info'),
    runs: /^(--setopt|-c|--config|--installroot)/u,
    cases: [onlySays(/^--assumeno$/u), adds('install download makecache')],
    otherwise: OTHER,
  }),
  tool({
    names: 'zypper',
    options: '-n --non-interactive -q --quiet --no-refresh -x --xmlout',
    reads: 'lu list-updates lp list-patches se search if info lr repos ls services pa packages pchk patch-check'.split(
      ' ',
    ),
    cases: [onlySays(/^(-D|--dry-run)$/u), adds('in install refresh ref')],
    otherwise: OTHER,
  }),
  tool({
    names: 'apk',
    options: '-q --quiet -v --verbose --no-cache -U --update-cache',
    reads: ['info', 'list', 'search', 'policy', 'version', 'stats', 'dot'],
    cases: [onlySays(/^(-s|--simulate)$/u), adds('add update fetch')],
    otherwise: OTHER,
  }),
  tool({
    names: 'snap',
    reads: 'list info find version services changes tasks connections known'.split(' '),
    otherwise: OTHER,
  }),
  tool({ names: 'flatpak', reads: 'list info search remotes remote-ls history'.split(' '), otherwise: OTHER }),
  { names: ['pacman'], cases: [onlySays(/^-(Q[a-xzA-Z]*|S[si]+|F[a-xz]*|T)$/u), OTHER] },
  tool({
    names: 'apt-cache',
    reads: 'show showpkg policy search depends rdepends madison stats pkgnames unmet dump'.split(' '),
    runs: /^(-[oc]|--op|--co)/u,
    otherwise: OTHER,
  }),
  tool({ names: 'apt-mark', reads: ['showhold', 'showmanual', 'showauto'], otherwise: OTHER }),
  readers('dpkg-query'),
];

function onlySays(option: RegExp): Case {
  return { risk: 'safe', when: (call) => call.args.some(({ text }) => option.test(text)) };
}

/** These verbs install, unless the line says otherwise: `install php-` removes, `--allowerasing` too. */
function adds(verbs: string): Case {
  const when = (call: Call) =>
    verbs.split(' ').includes(words(call)[0] ?? '') && !call.args.some(({ text }) => REMOVES.test(text));
  return { ...rule('change', 'installe des paquets'), when };
}

const REMOVES = /^[^-].*-$|^--(allow|purge|auto-?rem|reinst|force|replace|best|downgr|oldpackage|from)/u;
