import { asks, asksInWords } from './asks.ts';
import type { Entry, HazardCase } from './entry.ts';
import { SAFE } from './entry.ts';
import { tool, words } from './tool.ts';

const STOPS: HazardCase = { rule: 'SERVICE', risk: 'destructive', text: 'arrête, relance ou change un serveur' };
const STARTS: HazardCase = { rule: 'SERVICE', risk: 'change', text: 'démarre un serveur' };

const SENDS: HazardCase = { ...STOPS, risk: 'change', text: 'renvoie des messages en attente' };

/** The commands of servers themselves: most can test a configuration without touching anything. */
export const SERVERS: readonly Entry[] = [
  tool({
    names: 'apachectl apache2ctl httpd apache2',
    reads: ['configtest', 'status', 'fullstatus', '-t', '-S', '-M', '-v', '-V', '-l', '-L'],
    writes: /^-[a-zA-Z]*[Ek]/u,
    // A directive may load a module.
    runs: /^-[tSMlLvV]*[cC]/u,
    otherwise: STOPS,
  }),
  tool({
    names: 'pm2',
    reads: [
      'list',
      'ls',
      'l',
      'ps',
      'status',
      'jlist',
      'prettylist',
      'logs',
      'describe',
      'show',
      'info',
      'desc',
      'id',
      'pid',
      'env',
      'report',
      'ping',
    ],
    otherwise: STOPS,
  }),
  {
    names: ['haproxy'],
    cases: [asksInWords('-c -v -vv -vq', '-f= -d -D -V -q -W -n= -N= -p= -L= -C='), STARTS],
  },
  { names: ['named-checkconf'], cases: [SAFE] },
  {
    names: ['named-checkzone'],
    cases: [
      {
        ...STOPS,
        text: 'écrit une zone dans un fichier',
        when: (call) => call.args.some(({ text }) => /^-[a-zA-Z]*[oD]/u.test(text)),
      },
      SAFE,
    ],
  },
  {
    names: ['sshd'],
    cases: [
      {
        rule: 'FS-REDIR',
        risk: 'change',
        text: 'ajoute ses messages à un fichier',
        when: (call) => call.args.some(({ text }) => /^-[a-zA-Z]*E/u.test(text)),
      },
      asks('-t -T -G -V', '-4 -6 -d -D -e -i -q -f= -C= -o= -p= -h= -c= -g= -u='),
      STARTS,
    ],
  },
  {
    names: ['postfix'],
    cases: [
      { ...SAFE, when: (call) => /^(check|status)$/u.test(call.args.at(-1)?.text ?? '') && call.args.length === 1 },
      STOPS,
    ],
  },
  {
    names: ['postconf'],
    cases: [
      {
        ...STOPS,
        text: 'change la configuration du courrier',
        when: (call) =>
          call.args.some(
            ({ text, split }) =>
              split ||
              text.includes('=') ||
              /^-[a-zA-Z]*[eX#]/u.test(text) ||
              (/^-\w*[MP]/u.test(text) && text.includes('#')),
          ),
      },
      SAFE,
    ],
  },
  // With an option it is `sendmail`.
  { names: ['mailq'], cases: [{ ...SAFE, when: (call) => call.args.length === 0 }, SENDS] },
  tool({
    names: 'postqueue',
    reads: ['-p', '-j'],
    otherwise: SENDS,
  }),
  tool({
    names: 'caddy',
    reads: ['version', 'validate', 'list-modules', 'environ', 'adapt'],
    writes: /^--?(overwrite|w)/u,
    otherwise: STOPS,
  }),
  {
    names: ['php-fpm'],
    cases: [
      asks(
        '-t -tt -v -i -m',
        '-n -F -D -O -R -q -c= -p= -y= -g=',
        (call) => !call.args.some(({ text }) => /^-\w*[dz]/u.test(text)),
      ),
      STARTS,
    ],
  },
  tool({
    names: 'wp',
    reads: [
      'plugin list',
      'theme list',
      'core version',
      'core check-update',
      'core verify-checksums',
      'option get',
      'option list',
      'user list',
      'user get',
      'post list',
      'post get',
      'config get',
      'config list',
      'cron event list',
      'site list',
      'db size',
      'db tables',
      'cli version',
      'cli info',
      'role list',
    ],
    runs: /^--(exec|require|ssh|http)/u,
    // What follows is given to `mysqlcheck`, which repairs.
    cases: [{ ...SAFE, when: (call) => words(call).join(' ') === 'db check' && call.args.length === 2 }],
    otherwise: { ...STOPS, text: 'change un site WordPress' },
  }),
];
