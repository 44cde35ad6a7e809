import type { Case, Entry } from './entry.ts';
import { readers, SAFE } from './entry.ts';

const named = (names: string, risk: Case['risk'], text: string): Entry => ({
  names: names.split(' '),
  cases: [{ rule: 'SYS', risk, text }],
});

/** Packages, users, schedules, kernel settings. */
export const SYSTEM: readonly Entry[] = [
  {
    names: ['apt', 'apt-get', 'aptitude', 'dnf', 'yum', 'apk', 'zypper', 'pacman', 'snap', 'flatpak'],
    options: '-y --yes -q --quiet -qq --no-install-recommends -s --simulate -o= --assume-yes',
    subcommands: [
      readers('list', 'show', 'search', 'policy', 'info', 'depends', 'check'),
      named('install update download', 'change', 'installe des paquets'),
    ],
    cases: [{ rule: 'SYS', risk: 'destructive', text: 'retire ou remplace des paquets' }],
  },
  readers('apt-cache', 'rpmquery', 'getfattr'),
  {
    names: ['dpkg', 'rpm'],
    cases: [
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
      { ...SAFE, when: (call) => /^(--version|list|freeze|show|ls|check)$/u.test(call.args[0]?.text ?? '') },
      { rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'peut exécuter du code qui n’est pas jugé' },
    ],
  },
  {
    names: ['crontab'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some((word) => word.text === '-l') && !call.args.some((word) => /^-[re]/u.test(word.text)),
      },
      { rule: 'SYS', risk: 'destructive', text: 'remplace ou supprime les tâches planifiées' },
    ],
  },
  { names: ['at', 'batch', 'atrm'], cases: [{ rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'planifie une exécution' }] },
  named(
    'userdel groupdel deluser delgroup passwd chpasswd usermod groupmod visudo vipw chage',
    'destructive',
    'change ou supprime un compte',
  ),
  named('useradd groupadd adduser addgroup', 'change', 'crée un compte'),
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
      { ...SAFE, when: (call) => /^(status|show|list-\w+|)$/u.test(call.args[0]?.text ?? '') },
      { rule: 'SYS', risk: 'destructive', text: 'change un réglage de la machine' },
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
    'critical',
    'change le système',
  ),
  {
    names: ['gpg', 'age', 'ssh-keygen', 'pass'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some((word) =>
            /^(--verify|--list-keys|--list-secret-keys|--version|-k|-K|-l|-lf)$/u.test(word.text),
          ),
      },
      { rule: 'SYS', risk: 'destructive', text: 'crée, remplace ou lit des clés' },
    ],
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
];
