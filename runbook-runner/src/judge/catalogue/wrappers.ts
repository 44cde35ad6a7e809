import type { Grammar } from '../../shell-text/grammar.ts';
import { SHELLS } from '../../shell-text/shells.ts';
import { WRAPPERS } from '../../shell-text/wrappers.ts';
import type { Case, Entry } from './entry.ts';
import { option, SAFE } from './entry.ts';

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
        text: 'change ce que la commande exécute vraiment',
        when: (call) => call.values('-E').some((value) => /^(LD_|\uFFFC)/u.test(value.text) || value.split),
      },
      SAFE,
    ],
  ],
  ['script', [{ rule: 'FS-REDIR', risk: 'change', text: 'enregistre la session dans un fichier' }]],
]);

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
