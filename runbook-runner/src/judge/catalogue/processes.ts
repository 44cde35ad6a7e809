import type { Case, Entry } from './entry.ts';
import { SAFE } from './entry.ts';

const KILLS: Case = { rule: 'PROC', risk: 'destructive', text: 'arrête des processus choisis par leur nom' };

/** Processes. */
export const PROCESSES: readonly Entry[] = [
  {
    names: ['kill'],
    cases: [
      { ...SAFE, when: (call) => /^-(0|l|L)$/u.test(call.args[0]?.text ?? '') },
      {
        rule: 'PROC',
        risk: 'critical',
        text: 'arrête tous les processus',
        when: (call) => call.args.slice(1).some((word) => /^-?1$/u.test(word.text)),
      },
      { rule: 'PROC', risk: 'destructive', text: 'arrête un processus : ce qu’il n’a pas écrit est perdu' },
    ],
  },
  {
    names: ['fuser'],
    options:
      '-a -c -f -i -k -l -m -M -n= -s -u -v -V -w -4 -6 --all --kill --mount --namespace= --silent --user --verbose --version',
    cases: [{ ...SAFE, when: (call) => !call.has('-k', '--kill') }, KILLS],
  },
  {
    names: ['pkill', 'killall', 'killall5', 'xkill', 'skill'],
    cases: [KILLS],
  },
  {
    names: ['renice'],
    cases: [{ rule: 'PROC', risk: 'change', text: 'change la priorité d’un processus' }],
  },
];
