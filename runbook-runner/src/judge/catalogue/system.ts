import type { Call } from '../../shell-text/grammar.ts';
import { asks } from './asks.ts';
import type { Entry, HazardCase } from './entry.ts';
import { named, readers, readsWith, SAFE } from './entry.ts';
import { tool } from './tool.ts';

const SETTING: HazardCase = { rule: 'SYS', risk: 'destructive', text: 'change un réglage de la machine' };
const KEYS: HazardCase = { rule: 'SYS', risk: 'destructive', text: 'crée, remplace ou lit des clés' };

/** What only lists, and the options with which even that writes or runs something; `npx check` and `cargo check` run what they find. */
const LISTS: Readonly<Record<string, readonly [verbs: RegExp, acts: RegExp]>> = {
  pip: [/^(list|freeze|show|check)$/u, /^--(log|py)/u],
  npm: [/^(ls|list|view|outdated|root|prefix|ping|whoami)$/u, /^--(git|node-o|shell|script-s)/u],
  yarn: [/^(list|why|info)$/u, /^--(use-yarnrc|cwd|script-s)/u],
  gem: [/^(list|environment|specification|outdated)$/u, /^--config-file/u],
  // `go env -w` writes its settings, `-u` forgets one.
  go: [/^(version|env)$/u, /^--?[wu]/u],
};
const SAME: Readonly<Record<string, string>> = { pip3: 'pip', pnpm: 'npm' };

function onlyLists({ name, args }: Call): boolean {
  const [verbs, acts] = LISTS[SAME[name] ?? name] ?? [];
  return verbs?.test(args[0]?.text ?? '') === true && !args.some(({ text }) => acts?.test(text));
}

/** Users, schedules, kernel settings, packages of languages. */
export const SYSTEM: readonly Entry[] = [
  readers('getfattr'),
  {
    names: ['dpkg', 'rpm', 'rpmquery'],
    cases: [
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'reçoit une option qui lance un programme',
        when: (call) =>
          call.args.some(({ text }) =>
            /^(--(pipe|eval|define|rcfile|macros|load|predefine|pre-in|post-in)|-[ED])/u.test(text),
          ),
      },
      { ...SAFE, when: (call) => call.name === 'rpmquery' },
      {
        ...SAFE,
        when: (call) =>
          call.name === 'dpkg' && call.args.some(({ text }) => /^--(dry-run|no-act|simulate)$/u.test(text)),
      },
      {
        ...SAFE,
        when: (call) =>
          call.args.length > 0 &&
          /^(-[lLsSpqVc]|--list|--status|--search|--listfiles|--print-\w+|--compare-versions|--audit|-qa|-qi|-ql|-qf)$/u.test(
            call.args[0]?.text ?? '',
          ),
      },
      { rule: 'SYS', risk: 'destructive', text: 'installe ou retire des paquets' },
    ],
  },
  {
    names: ['pip', 'pip3', 'npm', 'npx', 'yarn', 'pnpm', 'gem', 'cargo', 'go', 'poetry', 'uv'],
    cases: [
      { ...SAFE, when: onlyLists },
      { rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'peut exécuter du code qui n’est pas jugé' },
    ],
  },
  {
    names: ['crontab'],
    cases: [
      asks('-l', '-u= -i', (call) => !call.args.some(({ text }) => /^-\w*[re]/u.test(text))),
      { rule: 'SYS', risk: 'destructive', text: 'remplace ou supprime les tâches planifiées' },
    ],
  },
  { names: ['at', 'batch', 'atrm'], cases: [{ rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'planifie une exécution' }] },
  named('userdel groupdel deluser delgroup passwd chpasswd usermod groupmod visudo vipw chage', {
    rule: 'SYS',
    risk: 'destructive',
    text: 'change ou supprime un compte',
  }),
  named('useradd groupadd adduser addgroup', { rule: 'SYS', risk: 'change', text: 'crée un compte' }),
  {
    names: ['sysctl'],
    cases: [
      {
        ...SAFE,
        when: (call) => call.args.every((word) => /^(-a|-n|-b|--all|--values|[a-z][\w./-]*)$/u.test(word.text)),
      },
      { rule: 'SYS', risk: 'destructive', text: 'change un réglage du noyau' },
    ],
  },
  {
    names: ['hostnamectl', 'timedatectl', 'localectl', 'loginctl'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          /^(status|show|list-\w+|(show|session|user|seat|timesync)-\w+|)$/u.test(call.args[0]?.text ?? ''),
      },
      SETTING,
    ],
  },
  {
    names: ['hostname'],
    cases: [
      {
        ...SAFE,
        when: (call) => call.args.every((word) => word.text.startsWith('-') && !/^-(F|b|-file|-boot)/u.test(word.text)),
      },
      { rule: 'SYS', risk: 'destructive', text: 'change le nom de la machine' },
    ],
  },
  {
    names: ['dmesg'],
    cases: [
      {
        ...SAFE,
        when: (call) => !call.args.some((word) => /^-\w*[cCDEn]|^--(clear|read-clear|console)/u.test(word.text)),
      },
      { rule: 'SYS', risk: 'destructive', text: 'efface le journal du noyau' },
    ],
  },
  named(
    'modprobe rmmod insmod update-grub grub-install dpkg-reconfigure update-rc.d update-alternatives ldconfig setenforce',
    { rule: 'SYS', risk: 'critical', text: 'change le système' },
  ),
  {
    names: ['gpg'],
    cases: [
      readsWith(
        '-d --decrypt --verify -k -K --list-keys --list-public-keys --list-secret-keys --list-sigs --list-packets --fingerprint --version',
        '-a --armor --batch --yes --no-tty -q --quiet -v --verbose --homedir= --keyring= --no-default-keyring --no-options --trust-model= --always-trust --passphrase= --passphrase-fd= --passphrase-file= --pinentry-mode= --with-colons --with-fingerprint --with-subkey-fingerprint --keyid-format= --status-fd= --logger-fd= --command-fd= -u= --local-user= -r= --recipient= --lock-never --no-permission-warning',
      ),
      KEYS,
    ],
  },
  { names: ['ssh-keygen'], cases: [readsWith('-l -F= -L -B -y', '-f= -v -q -E= -P='), KEYS] },
  {
    names: ['age', 'pass'],
    cases: [KEYS],
  },
  {
    names: ['ssh-keyscan', 'ssh-add'],
    cases: [
      { ...SAFE, when: (call) => call.name === 'ssh-keyscan' || call.args.some((word) => /^-[lL]$/u.test(word.text)) },
      { rule: 'SYS', risk: 'change', text: 'change les clés chargées' },
    ],
  },
  {
    names: ['logger', 'mail', 'sendmail', 'notify-send', 'wall'],
    cases: [{ rule: 'SYS', risk: 'change', text: 'envoie un message' }],
  },
  tool({
    names: 'resolvectl networkctl bootctl coredumpctl',
    options: '--no-pager --no-legend -a --all',
    reads: ['status', 'query', 'statistics', 'show-cache', 'show-server-state', 'list', 'lldp', 'info'],
    otherwise: SETTING,
  }),
  tool({
    names: 'systemd-analyze',
    reads: [
      'time',
      'blame',
      'critical-chain',
      'verify',
      'security',
      'cat-config',
      'calendar',
      'timespan',
      'unit-paths',
    ],
    runs: /^--(gen|image)/u,
    otherwise: SETTING,
  }),
  tool({
    names: 'chronyc',
    options: '-n -c -4 -6 -a -h= -p=',
    reads: [
      'tracking',
      'sources',
      'sourcestats',
      'activity',
      'ntpdata',
      'serverstats',
      'rtcdata',
      'clients',
      'authdata',
      'selectdata',
      'smoothing',
      'waitsync',
    ],
    // `clients -r` sets the counters back to zero.
    writes: /^-r/u,
    otherwise: SETTING,
  }),
  {
    names: ['ntpq'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.every(
            ({ text }) =>
              /^(-[pn46]+|-c|rv|peers|lpeers|opeers|as|associations|sysinfo|sysstats|kerninfo|clocklist|[\w][\w.-]*)$/u.test(
                text,
              ) && !/^(config|host|passwd|keyid|write|save|reset)/u.test(text),
          ),
      },
      SETTING,
    ],
  },
  tool({
    names: 'tsh',
    reads: ['status', 'version', 'ls', 'clusters', 'apps ls', 'db ls', 'kube ls'],
    otherwise: SETTING,
  }),
  tool({
    names: 'cosign',
    reads: ['verify', 'verify-attestation', 'verify-blob', 'tree', 'version', 'triangulate'],
    writes: /^--output-f/u,
    otherwise: SETTING,
  }),
];
