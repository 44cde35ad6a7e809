import type { Call, Grammar } from '../../shell-text/grammar.ts';
import { SHELLS } from '../../shell-text/shells.ts';
import { WRAPPERS } from '../../shell-text/wrappers.ts';
import type { Case, Entry, HazardCase } from './entry.ts';
import { option, SAFE } from './entry.ts';
import { actsByName } from './environment.ts';
import { isSink } from './system-path.ts';

const ADJUSTS: HazardCase = { rule: 'PROC', risk: 'change', text: 'change les limites ou la priorité d’un processus' };

/** The risk of its own that a wrapper has, by its first name. */
const RISKS: ReadonlyMap<string, readonly Case[]> = new Map([
  ['sudo', [option(['-e', '--edit'], 'EXEC-OPAQUE', 'opaque', 'ouvre un éditeur'), SAFE]],
  [
    'strace',
    [
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'envoie sa trace à une commande',
        when: (call) => call.values('-o').some((value) => value.split || /^[|!]/u.test(value.text)),
      },
      option(['-o'], 'FS-REDIR', 'destructive', 'écrit sa trace dans un fichier et remplace ce qu’il contient'),
      {
        rule: 'ENV',
        risk: 'opaque',
        text: 'change ce que la commande exécute ou écrit vraiment',
        when: (call) => call.values('-E').some(actsByName),
      },
      SAFE,
    ],
  ],
  [
    'systemd-run',
    [
      {
        rule: 'ENV',
        risk: 'opaque',
        text: 'change ce que la commande exécute ou écrit vraiment',
        when: (call) => call.values('-E', '--setenv').some(actsByName),
      },
      SAFE,
    ],
  ],
  [
    'prlimit',
    [
      {
        ...ADJUSTS,
        when: (call) =>
          call.has('-p', '--pid') &&
          [...call.given].some(
            ([name, values]) => !/^(-p|--pid|-o|--output)$/u.test(name) && values.some((value) => value !== null),
          ),
      },
      SAFE,
    ],
  ],
  [
    'ionice',
    [
      { ...ADJUSTS, when: (call) => call.has('-p', '-P', '-u') && call.has('-c', '-n', '--class', '--classdata') },
      SAFE,
    ],
  ],
  [
    'script',
    [
      {
        ...SAFE,
        when: (call) => call.operands.length === 1 && call.operands[0]?.text === '/dev/null' && !logs(call),
      },
      option(['-a', '--append'], 'FS-REDIR', 'change', 'ajoute ce qui s’affiche à un fichier'),
      { rule: 'FS-REDIR', risk: 'destructive', text: 'enregistre ce qui s’affiche et remplace le fichier' },
    ],
  ],
  [
    'time',
    [
      { ...SAFE, when: (call) => call.values('-o', '--output').every(({ text }) => isSink(text)) },
      option(['-a', '--append'], 'FS-REDIR', 'change', 'ajoute sa mesure à un fichier'),
      { rule: 'FS-REDIR', risk: 'destructive', text: 'écrit sa mesure dans un fichier et remplace ce qu’il contient' },
    ],
  ],
  [
    'flock',
    [
      { ...SAFE, when: (call) => /^(\d+|\/|\.|\.\.)$/u.test(call.operands[0]?.text ?? '') },
      { rule: 'FS-CREATE', risk: 'change', text: 'crée le fichier de son verrou s’il manque' },
    ],
  ],
]);

function logs(call: Call): boolean {
  return call.has('-I', '-O', '-B', '-T', '-t', '--log-in', '--log-out', '--log-io', '--log-timing');
}

/** Commands that run another one: most add nothing to its risk. */
export const WRAPPING: readonly Entry[] = [SHELLS, ...WRAPPERS].map((grammar: Grammar) => ({
  ...grammar,
  cases: RISKS.get(grammar.names[0] ?? '') ?? [SAFE],
}));

/** Shells whose language is not ours. */
export const FOREIGN_SHELLS: Entry = {
  names: ['zsh', 'fish', 'csh', 'tcsh', 'pwsh'],
  cases: [{ rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'est un shell dont la langue n’est pas jugée' }],
};
