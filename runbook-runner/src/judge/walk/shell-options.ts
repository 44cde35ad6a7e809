import type { Argument } from '../../shell-text/argument.ts';
import { HOLE, isDynamic } from '../../shell-text/argument.ts';
import type { Builtin } from './builtins.ts';
import { judgeValue } from './carried-command.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';
import { setPositional } from './scope.ts';

/** `set`: the options of the step, and its positional parameters. */
export const set: Builtin = (args, frame, _stdin, at) => {
  const words = args.map((argument) => (argument.split ? HOLE : argument.text));
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = words[index + 1] ?? '';
    if (word === '--') {
      return setArguments(args.slice(index + 1), frame, at.offset);
    }
    if (!/^[-+]/u.test(word)) {
      return setArguments(args.slice(index), frame, at.offset);
    }
    const off = word.startsWith('+');
    const letters = word.slice(1);
    const option = letters.endsWith('o') ? next : '';
    if (letters.endsWith('o')) index++;
    if (isDynamic(word) || isDynamic(option))
      recordHazard(frame, at.offset, 'ENV', 'opaque', 'Options du shell connues seulement à l’exécution.');
    if (/a/u.test(letters.replace(/o$/u, '')) || option === 'allexport') frame.scope.allexport = off ? 'no' : 'surely';
    if (letters.includes('C') || option === 'noclobber') frame.scope.noclobber = !off;
    if (
      off &&
      (/[eEuC]/u.test(letters.replace(/o$/u, '')) || /^(errexit|errtrace|nounset|pipefail|noclobber)$/u.test(option))
    ) {
      recordHazard(
        frame,
        at.offset,
        'ENV',
        'change',
        `« set ${word}${option === '' ? '' : ` ${option}`} » lève une protection de l’étape.`,
      );
    }
    if (!off && (/[xv]/u.test(letters.replace(/o$/u, '')) || /^(xtrace|verbose)$/u.test(option))) {
      recordHazard(
        frame,
        at.offset,
        'ENV',
        'change',
        'L’affichage de chaque commande (« set -x ») montre aussi les valeurs.',
      );
    }
    if (!off && (/[kn]/u.test(letters.replace(/o$/u, '')) || /^(keyword|noexec)$/u.test(option))) {
      recordHazard(
        frame,
        at.offset,
        'ENV',
        'opaque',
        'Cette option change la lecture de toutes les commandes suivantes.',
      );
    }
  }
};

function setArguments(words: readonly Argument[], frame: Frame, offset: number): void {
  for (const { text } of words) judgeValue(text, frame, offset);
  setPositional(frame.scope, words);
}

/** `shopt`. */
export const shopt: Builtin = (args, frame, _stdin, at) => {
  if (
    args.some(
      (argument) =>
        isDynamic(argument.text) ||
        /^(expand_aliases|sourcepath|execfail|extdebug|compat.*|assoc_expand_once|lastpipe|localvar_inherit)$/u.test(
          argument.text,
        ),
    )
  ) {
    recordHazard(
      frame,
      at.offset,
      'ENV',
      'opaque',
      'Cette option change la lecture de toutes les commandes suivantes.',
    );
  }
  if (args.some((argument) => argument.text === '-uo' || argument.text === '-ou'))
    recordHazard(frame, at.offset, 'ENV', 'change', '« shopt -uo » lève une protection de l’étape.');
};
