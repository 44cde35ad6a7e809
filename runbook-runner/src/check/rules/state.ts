import { exactValue } from '../../shell-text/argument.ts';
import type { RunningCommand } from '../shell/command.ts';
import { commandsRunning } from '../shell/script.ts';
import type { StepRule } from '../step-rule.ts';

/** What would end the shell of a step, or its keeping, without the operator being told. */
export const stateLost: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(losing, script)) {
    if (command.subshell) continue;
    const why = loss(command);
    if (!why) continue;
    report('state-lost', command.offset, command.length, {
      message: why,
      expected: 'une étape qui rend la main : son dossier, ses variables et ses fonctions passent à la suivante.',
      action: 'Retirez cette commande, ou isolez-la entre parenthèses : ( … ).',
    });
  }
};

/** Without errexit, nounset or pipefail, a failure in the middle of a step is a success at its end. */
export const errexitOff: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(setting, script)) {
    const words = command.words.map((word) => exactValue(word) ?? '');
    if (words[0] !== 'set' || !command.own) continue;
    const off = words.some(
      (word, index) =>
        /^\+[a-zA-Z]*[eu]/.test(word) || (words[index - 1] === '+o' && /^(errexit|nounset|pipefail)$/.test(word)),
    );
    if (!off) continue;
    report('errexit-off', command.offset, command.length, {
      message: `« ${words.join(' ')} » fait d’un échec au milieu de l’étape un succès à sa fin.`,
      expected: 'des étapes sous set -Eeuo pipefail, comme l’exécuteur les lance.',
      action: 'Traitez l’échec attendu là où il est : commande || statut=$?, ou if commande; then …',
    });
  }
};

/** A job left in the background is neither waited for nor journaled. */
export const backgroundJob: StepRule = ({ script, report }) => {
  const [first] = script.background;
  if (first === undefined || script.commands.some(({ words, own }) => own && exactValue(words[0]) === 'wait')) return;
  report('background-job', first, 1, {
    message: 'Une commande est lancée en arrière-plan (&) et rien ne l’attend : son échec ne serait jamais vu.',
    expected: 'des commandes qui se terminent dans l’étape, ou un « wait » qui en attend le statut.',
    action: 'Retirez &, ou ajoutez wait "$!" dans la même étape.',
  });
};

const setting = new Set(['set']);
const losing = new Set(['exec', 'builtin', 'unset', 'alias', 'ulimit', 'kill']);

function loss(command: RunningCommand): string | null {
  const { run } = command;
  const words = command.words.map((word) => exactValue(word) ?? word.source?.raw ?? '');
  const [name, first = ''] = words;
  if (name === 'exec' && words.length > 1)
    return '« exec » remplace le shell de l’étape : sa suite ne s’exécute pas et son état est perdu.';
  if (name === 'builtin' && first === 'trap')
    return '« builtin trap » remplace le piège qui conserve l’état de la session.';
  if (name === 'unset' && words.includes('-f') && words.includes('trap'))
    return '« unset -f trap » défait ce qui conserve l’état de la session.';
  if (name === 'alias')
    return 'Un alias n’est ni développé dans une étape, ni conservé pour la suivante : écrivez une fonction.';
  if (name === 'ulimit' && words.some((word) => /^-[A-Za-z]*f/.test(word)))
    return '« ulimit -f » peut empêcher d’écrire l’état de la session.';
  if (run.program === 'kill' && run.args.some(({ source }) => /^"?\$\$"?$/.test(source?.raw ?? '')))
    return '« kill $$ » tue le shell de l’étape avant que son état soit conservé.';
  return null;
}
