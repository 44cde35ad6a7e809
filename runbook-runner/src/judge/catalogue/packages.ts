import { asks } from './asks.ts';
import type { Case, Entry, HazardCase } from './entry.ts';
import { readers, SAFE } from './entry.ts';
import { tool, words } from './tool.ts';

const rule = (risk: HazardCase['risk'], text: string): HazardCase => ({ rule: 'SYS', risk, text });
const DNF =
  '-y --assumeyes --assumeno -q --quiet -C --cacheonly -v --verbose --refresh --enablerepo= --disablerepo= --repo= --nogpgcheck';
const ZYPPER = '-n --non-interactive -q --quiet --no-refresh -x --xmlout';
const APK = '-q --quiet -v --verbose --no-cache -U --update-cache';
/** A setting may name a program to run before or after; `-t` takes the rest of its word. */
const APT_RUNS = /^(-[^-t]*[oc]|--op|--co|--log-f)/u;
const OTHER = rule('destructive', 'retire ou remplace des paquets');

const ADDS: Readonly<Record<string, readonly string[]>> = {
  'installe des paquets': ['install', 'in', 'add'],
  'relit les listes de paquets': ['update', 'refresh', 'ref', 'makecache'],
  'télécharge des paquets': ['download', 'fetch'],
  'retire de son cache les paquets périmés': ['autoclean'],
};

/** Package managers. `update` only reads lists again for apt and apk; elsewhere it replaces packages. */
export const PACKAGES: readonly Entry[] = [
  tool({
    names: 'apt apt-get aptitude',
    options:
      '-y --yes --assume-yes --assume-no -q? --quiet? -s --simulate --just-print --dry-run --recon --no-act --print-uris --no-install-recommends -t= --target-release= -V -f -m -d --download-only',
    reads: ['list', 'show', 'search', 'policy', 'depends', 'rdepends', 'check', 'changelog', 'versions', 'why'],
    runs: APT_RUNS,
    cases: [
      asks(
        '-s --simulate --just-print --dry-run --recon --no-act --print-uris',
        '-y --yes --assume-yes --assume-no -q? --quiet? --no-install-recommends --install-recommends --purge --autoremove --only-upgrade --no-upgrade --allow-downgrades --allow-remove-essential --allow-change-held-packages --with-new-pkgs --reinstall -V -f -m -d -u --fix-broken --download-only --ignore-missing -t= --target-release= -a=',
      ),
      ...adds('install update download autoclean'),
    ],
    otherwise: OTHER,
  }),
  tool({
    names: 'dnf yum microdnf',
    options: DNF,
    reads: 'list info search provides repolist repoquery check-update updateinfo deplist check'
      .split(' ')
      .concat('history list', 'history info', 'module list', 'module info', 'group list', 'group info'),
    runs: /^(--seto|--config|--installr|-[^-xdeR]*c)/u,
    cases: [asks('--assumeno', DNF), ...adds('install download makecache')],
    otherwise: OTHER,
  }),
  tool({
    names: 'zypper',
    options: ZYPPER,
    reads: 'lu list-updates lp list-patches se search if info lr repos ls services pa packages pchk patch-check'.split(
      ' ',
    ),
    // `lr -e` writes the list to a file.
    writes: /^(-[a-zA-Z]*e|--exp)/u,
    cases: [
      asks(
        '-D --dry-run',
        `${ZYPPER} -y --no-confirm -u --clean-deps -l --auto-agree-with-licenses -f --force --no-recommends --details -r= --repo= -t= --type= --from=`,
      ),
      ...adds('in install refresh ref'),
    ],
    otherwise: OTHER,
  }),
  tool({
    names: 'apk',
    options: APK,
    reads: ['info', 'list', 'search', 'policy', 'version', 'stats', 'dot'],
    cases: [
      asks(
        '-s --simulate',
        `${APK} -u --upgrade -i --interactive -r --rdepends --purge -t= --virtual= -X= --repository= -p= --root=`,
      ),
      ...adds('add update fetch'),
    ],
    otherwise: OTHER,
  }),
  tool({
    names: 'snap',
    reads: 'list info find version services changes tasks connections known'.split(' '),
    otherwise: OTHER,
  }),
  tool({ names: 'flatpak', reads: 'list info search remotes remote-ls history'.split(' '), otherwise: OTHER }),
  {
    names: ['pacman'],
    cases: [{ ...SAFE, when: (call) => /^-(Q[a-xzA-Z]*|S[si]+|F[a-xz]*|T)$/u.test(call.args[0]?.text ?? '') }, OTHER],
  },
  tool({
    names: 'apt-cache',
    reads: 'show showpkg policy search depends rdepends madison stats pkgnames unmet dump'.split(' '),
    runs: APT_RUNS,
    otherwise: OTHER,
  }),
  tool({ names: 'apt-mark', reads: ['showhold', 'showmanual', 'showauto'], runs: APT_RUNS, otherwise: OTHER }),
  readers('dpkg-query'),
];

/** Verbs that only add or read lists again, unless the line says otherwise: `install php-` removes, `--allowerasing` too. */
function adds(verbs: string): readonly Case[] {
  const given = verbs.split(' ');
  return Object.entries(ADDS).map(([text, known]) => ({
    ...rule('change', text),
    when: (call) => {
      const verb = words(call)[0] ?? '';
      return given.includes(verb) && known.includes(verb) && !call.args.some((word) => REMOVES.test(word.text));
    },
  }));
}

const REMOVES = /^[^-].*[-_]$|^[!~]|^--(allow|purge|auto-?rem|reinst|force|replace|best|downgr|oldpackage|from)/u;
