import type { Argument } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import type { Entry } from './entry.ts';
import { option, SAFE, safeOption } from './entry.ts';
import { announcesLoss } from './loss-words.ts';

/** Requests, certificates, raw connections. */
export const NETWORK: readonly Entry[] = [
  {
    names: ['curl'],
    options:
      '-0 -1 -2 -3 -4 -6 -a -A= -b= -B -c= -C= -d= -D= -e= -E= -f -F= -g -G -h? -H= -i -I -j -J -k -K= -l -L -m= -M -n -N -o= -O -p -P= -q -Q= -r= -R -s -S -t= -T= -u= -U= -v -V -w= -x= -X= -y= -Y= -z= -Z -# --next -: --fail-early --parallel --fail --fail-with-body --silent --show-error --location --head --include --insecure --get --verbose --version --compressed --globoff --http1.1 --http2 --ipv4 --ipv6 --no-buffer --user-agent= --cookie= --cookie-jar= --continue-at= --data= --data-ascii= --data-binary= --data-raw= --data-urlencode= --dump-header= --referer= --cert= --key= --cacert= --capath= --form= --form-string= --header= --max-time= --connect-timeout= --retry= --retry-delay= --retry-max-time= --retry-all-errors --retry-connrefused --output= --output-dir= --remote-name --remote-name-all --proxy= --noproxy= --range= --request= --resolve= --connect-to= --upload-file= --url= --user= --write-out= --max-redirs= --unix-socket= --config= --json= --path-as-is --tlsv1.2 --tlsv1.3 --limit-rate= --interface= --remove-on-error --no-progress-meter --stderr= --trace= --trace-ascii= --quote= --create-dirs --oauth2-bearer= --post301 --proto= --etag-save= --hsts= --socks4= --socks4a= --socks5= --socks5-hostname= --proxy-user= --proxy-header= --preproxy= --http0.9 --http1.0 --http3 --tls-max= --ciphers= --tlsv1 --tlsv1.0 --tlsv1.1 --dns-servers= --doh-url= --happy-eyeballs-timeout-ms= --keepalive-time= --no-keepalive --no-sessionid --raw --tcp-nodelay --tr-encoding --local-port= --cert-type= --key-type= --pinnedpubkey= --cert-status --negotiate --ntlm --digest --basic --anyauth --aws-sigv4= --variable= --expand-url= --help?',
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
          addresses(call).some(({ text }) =>
            /^(gopher|dict|telnet|ftp|smtp|imap|pop3|mqtt):|\b(drop|truncate|delete|alter)(%20|\+| )/iu.test(text),
          ) || call.values('-w', '--write-out').some((format) => format.text.includes('%output{')),
      },
      {
        rule: 'NET',
        risk: 'destructive',
        text: 'envoie une requête qui modifie ou supprime',
        when: (call) =>
          call.values('-X', '--request').some((method) => !/^(GET|HEAD|OPTIONS|POST)$/u.test(method.text)) ||
          call.values('-H', '--header').some(({ text }) => /^x-(http-)?method(-override)?:/iu.test(text)) ||
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
        risk: 'destructive',
        text: 'envoie une demande dont l’adresse ou le corps annonce qu’elle supprime, remplace ou arrête',
        when: (call) =>
          posts(call) && [...addresses(call), ...call.values(...BODIES)].some(({ text }) => announcesLoss(text)),
      },
      { rule: 'NET', risk: 'change', text: 'envoie des données à un serveur', when: posts },
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
          !call.args.some((word) => /^-\w*[ecox]|^--(sh|lua|ex|out|hex)/u.test(word.text)),
      },
      { rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'envoie ou reçoit ce que l’on ne juge pas' },
    ],
  },
];

const BODIES = [
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
];

function posts(call: Call): boolean {
  const named = call.values('-X', '--request').some((method) => method.text === 'POST');
  return named || (call.has(...BODIES) && !getsOnly(call));
}

// Under `-G` what would be sent is added to the address, until `--next`.
function getsOnly(call: Call): boolean {
  return call.has('-G', '--get') && !call.has('--next', '-:');
}

function addresses(call: Call): readonly Argument[] {
  return [...call.operands, ...call.values('--url', '--expand-url'), ...(getsOnly(call) ? call.values(...BODIES) : [])];
}
