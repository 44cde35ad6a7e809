import type { Call } from '../../shell-text/grammar.ts';
import type { Entry } from './entry.ts';
import { named, option, readers, SAFE, safeOption } from './entry.ts';

/** Units whose start ends or changes everything else. */
const STATE_OF_THE_MACHINE =
  /^(systemd-)?(poweroff|halt|reboot|soft-reboot|kexec|shutdown|umount|final|exit|suspend|hibernate|hybrid-sleep|suspend-then-hibernate|sleep|rescue|emergency|default|runlevel\d|initrd-switch-root)(\.(target|service))?$/u;
const STOPS = 'arrête, relance ou désactive un service';

/** Service managers and power. */
export const SERVICES: readonly Entry[] = [
  {
    names: ['systemctl'],
    options:
      '-l --full -n= --lines= -o= --output= -p= --property= -P= -q --quiet -t= --type= --state= -a --all --no-pager --no-legend --plain -r --recursive --value --user --system -H= --host= -M= --machine= --now -f --force --failed --wait --no-block -s= --signal= --kill-whom= --runtime --global --no-ask-password --no-wall --what= --show-types --job-mode=',
    subcommands: [
      readers(
        'status',
        'is-active',
        'is-enabled',
        'is-failed',
        'is-system-running',
        'show',
        'cat',
        'list-units',
        'list-unit-files',
        'list-timers',
        'list-dependencies',
        'list-sockets',
        'list-jobs',
        'show-environment',
        'get-default',
        'help',
      ),
      {
        names: ['start', 'enable'],
        cases: [
          {
            rule: 'SERVICE',
            risk: 'critical',
            text: 'arrête ou change d’état toute la machine',
            when: (call) => call.args.some(({ text }) => STATE_OF_THE_MACHINE.test(text)),
          },
          { rule: 'SERVICE', risk: 'change', text: 'démarre ou active un service' },
        ],
      },
      named('unmask reset-failed', { rule: 'SERVICE', risk: 'change', text: 'démarre ou active un service' }),
      named('daemon-reload daemon-reexec', {
        rule: 'SERVICE',
        risk: 'change',
        text: 'relit la configuration des services',
      }),
      named('poweroff reboot halt kexec suspend hibernate rescue emergency default isolate set-default switch-root', {
        rule: 'SERVICE',
        risk: 'critical',
        text: 'arrête ou change d’état toute la machine',
      }),
      named(
        'stop restart reload reload-or-restart try-restart disable mask kill revert edit set-property set-environment unset-environment import-environment clean freeze thaw link preset cancel',
        { rule: 'SERVICE', risk: 'destructive', text: STOPS },
      ),
    ],
    cases: [{ ...SAFE, when: (call) => call.operands.length === 0 }],
  },
  {
    names: ['journalctl'],
    cases: [
      {
        rule: 'SERVICE',
        risk: 'destructive',
        text: 'supprime des journaux ou écrit dans un fichier',
        when: (call) =>
          call.args.some(
            (word) => /^--(v(a|$)|ro|se(t|$)|fl|rel|sm|sy(n|$)|up|cursor-f)/u.test(word.text) || word.split,
          ),
      },
      SAFE,
    ],
  },
  {
    names: ['service', 'invoke-rc.d', 'rc-service'],
    cases: [
      { ...SAFE, when: (call) => call.args[0]?.text === '--status-all' || asksService(call, 'status') },
      {
        rule: 'SERVICE',
        risk: 'change',
        text: 'démarre un service',
        when: (call) => asksService(call, 'start'),
      },
      { rule: 'SERVICE', risk: 'destructive', text: STOPS },
    ],
  },
  {
    names: ['supervisorctl'],
    options: '-c= --configuration= -s= --serverurl= -u= --username= -p= --password= -i --interactive',
    subcommands: [
      readers('status', 'tail', 'maintail', 'pid', 'version', 'avail', 'help', 'reread'),
      named('start', { rule: 'SERVICE', risk: 'change', text: 'démarre un service' }),
      named('stop restart reload update shutdown signal remove add clear fg', {
        rule: 'SERVICE',
        risk: 'destructive',
        text: STOPS,
      }),
    ],
  },
  {
    names: ['nginx'],
    options: '-t -T -v -V -q -c= -p= -g= -s= -e= -h',
    cases: [
      option(['-g'], 'EXEC-OPAQUE', 'opaque', 'reçoit des directives qui ne sont pas jugées'),
      option(['-s'], 'SERVICE', 'destructive', STOPS),
      option(['-e'], 'FS-REDIR', 'change', 'ajoute ses messages à un fichier'),
      safeOption('-t', '-T', '-v', '-V', '-h'),
      { rule: 'SERVICE', risk: 'change', text: 'démarre un serveur' },
    ],
  },
  {
    names: ['initctl'],
    cases: [{ rule: 'SERVICE', risk: 'destructive', text: STOPS }],
  },
  {
    names: ['celery'],
    options:
      '-A= --app= -b= --broker= --result-backend= --loader= --config= --workdir= -C --no-color -q --quiet --skip-checks --version',
    stop: true,
    cases: [
      { ...SAFE, when: (call) => /^(inspect|status|report)$/u.test(call.operands[0]?.text ?? '') },
      { rule: 'SERVICE', risk: 'destructive', text: 'vide une file d’attente ou commande des ouvriers' },
    ],
  },
  {
    names: ['shutdown', 'reboot', 'poweroff', 'halt', 'init', 'telinit'],
    cases: [{ rule: 'SERVICE', risk: 'critical', text: 'arrête toute la machine' }],
  },
];

/** `service nginx status`: what follows the verb may be another, which the script of the service does too. */
function asksService({ args }: Call, verb: string): boolean {
  const first = args.findIndex(({ text }) => !/^--(quiet|disclose-deny|no-fallback)$/u.test(text));
  const [, asked, ...others] = first < 0 ? [] : args.slice(first);
  return asked?.text === verb && others.length === 0;
}
