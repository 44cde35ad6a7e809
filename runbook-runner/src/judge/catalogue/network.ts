import { joined } from '../../shell-text/argument.ts';
import type { Call, Inner } from '../../shell-text/grammar.ts';
import type { Entry } from './entry.ts';
import { option, SAFE, safeOption } from './entry.ts';

/** Network: requests, remote shells, firewall. */
export const NETWORK: readonly Entry[] = [
  {
    names: ['curl'],
    options:
      '-0 -1 -2 -3 -4 -6 -a -A= -b= -B -c= -C= -d= -D= -e= -E= -f -F= -g -G -h? -H= -i -I -j -J -k -K= -l -L -m= -M -n -N -o= -O -p -P= -q -Q= -r= -R -s -S -t= -T= -u= -U= -v -V -w= -x= -X= -y= -Y= -z= -Z -# --next -: --fail-early --parallel --fail --fail-with-body --silent --show-error --location --head --include --insecure --get --verbose --version --compressed --globoff --http1.1 --http2 --ipv4 --ipv6 --no-buffer --user-agent= --cookie= --cookie-jar= --continue-at= --data= --data-ascii= --data-binary= --data-raw= --data-urlencode= --dump-header= --referer= --cert= --key= --cacert= --capath= --form= --form-string= --header= --max-time= --connect-timeout= --retry= --retry-delay= --retry-max-time= --retry-all-errors --retry-connrefused --output= --output-dir= --remote-name --remote-name-all --proxy= --noproxy= --range= --request= --resolve= --connect-to= --upload-file= --url= --user= --write-out= --max-redirs= --unix-socket= --config= --json= --path-as-is --tlsv1.2 --tlsv1.3 --limit-rate= --interface= --remove-on-error --no-progress-meter --stderr= --trace= --trace-ascii= --quote= --create-dirs --oauth2-bearer= --post301 --proto= --etag-save= --hsts=',
    cases: [
      option(
        ['-K', '--config', '-Q', '--quote'],
        'EXEC-OPAQUE',
        'opaque',
        'lit des options ou des ordres qui ne sont pas jugés',
      ),
      {
        rule: 'NET',
        risk: 'destructive',
        text: 'envoie un ordre dans l’adresse, ou écrit dans un fichier',
        when: (call) =>
          call.operands.some((address) =>
            /^(gopher|dict|telnet|ftp|smtp|imap|pop3|mqtt):|\b(drop|truncate|delete|alter)(%20|\+| )/iu.test(
              address.text,
            ),
          ) || call.values('-w', '--write-out').some((format) => format.text.includes('%output{')),
      },
      {
        rule: 'NET',
        risk: 'destructive',
        text: 'envoie une requête qui modifie ou supprime',
        when: (call) =>
          call.values('-X', '--request').some((method) => !/^(GET|HEAD|OPTIONS|POST)$/u.test(method.text)) ||
          call.has('-T', '--upload-file'),
      },
      {
        rule: 'FS-REDIR',
        risk: 'destructive',
        text: 'écrit dans un fichier et remplace ce qu’il contient',
        when: (call) =>
          [
            ...call.values(
              '-o',
              '--output',
              '-c',
              '--cookie-jar',
              '-D',
              '--dump-header',
              '--stderr',
              '--trace',
              '--trace-ascii',
              '--etag-save',
              '--hsts',
            ),
          ].some((file) => !/^(-|\/dev\/(null|stdout|stderr))$|^\uE000/u.test(file.text)) ||
          call.has('-O', '--remote-name', '--remote-name-all', '-J'),
      },
      {
        rule: 'FS-REDIR',
        risk: 'change',
        text: 'écrit dans un fichier temporaire',
        when: (call) =>
          call
            .values('-o', '--output', '-c', '--cookie-jar', '-D', '--dump-header')
            .some((file) => file.text.startsWith('\uE000')),
      },
      {
        rule: 'NET',
        risk: 'change',
        text: 'envoie des données à un serveur',
        when: (call) =>
          call.values('-X', '--request').some((method) => method.text === 'POST') ||
          (call.has(
            '-d',
            '--data',
            '--data-ascii',
            '--data-binary',
            '--data-raw',
            '--data-urlencode',
            '-F',
            '--form',
            '--form-string',
            '--json',
          ) &&
            !call.has('-G', '--get')),
      },
      SAFE,
    ],
  },
  {
    names: ['wget'],
    options:
      '-q --quiet -nv --no-verbose -O= --output-document= --spider -S --server-response -T= --timeout= -t= --tries= --header= --no-check-certificate -U= --user-agent= -4 -6 --method= --max-redirect= --waitretry= --retry-connrefused',
    cases: [
      option(['--method'], 'NET', 'destructive', 'envoie une requête qui modifie'),
      safeOption('--spider'),
      {
        ...SAFE,
        when: (call) =>
          call.has('-O', '--output-document') &&
          call.values('-O', '--output-document').every((file) => /^(-|\/dev\/null)$/u.test(file.text)),
      },
      { rule: 'FS-REDIR', risk: 'destructive', text: 'écrit dans un fichier' },
    ],
  },
  {
    names: ['ssh', 'autossh', 'slogin'],
    options:
      '-4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y -B= -b= -c= -D= -E= -e= -F= -I= -i= -J= -L= -l= -m= -O= -o= -p= -P= -Q= -R= -S= -W= -w=',
    stop: true,
    cases: [
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'reçoit une option qui lance un programme',
        when: (call) =>
          call.has('-F', '-P', '-I', '-S') || call.values('-o').some((value) => !HARMLESS_SSH.test(value.text)),
      },
      SAFE,
    ],
    runs: remoteText,
  },
  {
    names: ['ip'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.every((word) =>
            /^(-\w+|addr|address|a|link|l|route|r|rule|neigh|show|list|ls|dev|get|[\w.:/-]+)$/u.test(word.text),
          ) &&
          !call.args.some((word) =>
            /^(add?$|app|d$|del?|f$|fl?|s$|set?|re|c$|ch|e$|ex|netns|-b|-batch|up|down|vrf)/u.test(word.text),
          ),
      },
      { rule: 'SYS', risk: 'critical', text: 'change le réseau de la machine : la connexion peut se perdre' },
    ],
  },
  {
    names: [
      'iptables',
      'ip6tables',
      'nft',
      'ufw',
      'firewall-cmd',
      'iptables-restore',
      'ifconfig',
      'ifdown',
      'ifup',
      'nmcli',
      'netplan',
      'route',
      'tc',
    ],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.length > 0 &&
          call.args.every((word) =>
            /^(-L|-S|-n|-v|-nvL|-nL|-vnL|list|ruleset|status|verbose|--list-all|--state)$/u.test(word.text),
          ),
      },
      { rule: 'SYS', risk: 'critical', text: 'change le réseau ou le pare-feu : la connexion peut se perdre' },
    ],
  },
  {
    names: ['openssl'],
    subcommands: [
      {
        names: ['s_client', 'x509', 'version', 'verify', 'dgst', 'rand', 'ciphers', 'crl', 'asn1parse'],
        cases: [
          {
            rule: 'FS-REDIR',
            risk: 'destructive',
            text: 'écrit dans un fichier',
            when: (call) =>
              call.args.some(
                (word) =>
                  /^-{1,2}(out|keyout|signkey|engine|provider\S*|keylogfile|sess_out|msgfile|writerand)/u.test(
                    word.text,
                  ) || word.split,
              ),
          },
          SAFE,
        ],
      },
    ],
    cases: [{ rule: 'SYS', risk: 'destructive', text: 'crée ou remplace des clés' }],
  },
  {
    names: ['certbot'],
    subcommands: [{ names: ['certificates', 'plugins'], cases: [SAFE] }],
    cases: [{ rule: 'SYS', risk: 'destructive', text: 'change ou révoque des certificats' }],
  },
  {
    names: ['nc', 'ncat', 'netcat', 'socat', 'telnet'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some((word) => /^-\w*z/u.test(word.text)) &&
          !call.args.some((word) => /^-\w*[ec]|^--(sh-)?exec/u.test(word.text)),
      },
      { rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'envoie ou reçoit ce que l’on ne juge pas' },
    ],
  },
];

const HARMLESS_SSH =
  /^(BatchMode|ConnectTimeout|ConnectionAttempts|StrictHostKeyChecking|UserKnownHostsFile|ServerAlive\w+|LogLevel|ControlMaster|ControlPersist|ControlPath|IdentitiesOnly|IdentityFile|User|Port|HostName|RequestTTY|PasswordAuthentication|PreferredAuthentications|ForwardAgent|Compression|AddressFamily|TCPKeepAlive)[= ]/iu;

// The words after the host are joined by spaces and read by a shell there; with none, that shell reads its input.
function remoteText(call: Call): readonly Inner[] {
  const words = call.operands.slice(1);
  if (call.has('-G', '-V', '-Q', '-O') || (call.has('-N') && words.length === 0)) return [];
  if (words.length === 0) return [{ kind: 'shell-stdin', elsewhere: true }];
  return [{ kind: 'shell', text: joined(words), elsewhere: true }];
}
