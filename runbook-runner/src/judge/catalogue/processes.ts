import type { Entry } from './entry.ts';
import { SAFE } from './entry.ts';

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
    names: ['pkill', 'killall', 'killall5', 'xkill', 'skill', 'fuser'],
    cases: [{ rule: 'PROC', risk: 'destructive', text: 'arrête des processus choisis par leur nom' }],
  },
  {
    names: ['renice', 'prlimit'],
    cases: [{ rule: 'PROC', risk: 'change', text: 'change les limites d’un processus' }],
  },
];
