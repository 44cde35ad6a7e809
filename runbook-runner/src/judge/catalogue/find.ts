import type { Call, Inner } from '../../shell-text/grammar.ts';
import { withHoles } from '../../shell-text/wrappers.ts';
import type { Entry } from './entry.ts';
import { hasWord, SAFE } from './entry.ts';

/** find, which can remove, write and run. */
export const FIND: Entry = {
  names: ['find'],
  cases: [
    {
      rule: 'FS-FIND',
      risk: 'critical',
      text: 'supprime tous les fichiers trouvés',
      when: (call) => hasWord(call, '-delete') && !hasWord(call, '-mindepth', '-name', '-iname'),
    },
    {
      rule: 'FS-FIND',
      risk: 'destructive',
      text: 'supprime les fichiers trouvés',
      when: (call) => hasWord(call, '-delete'),
    },
    {
      rule: 'FS-FIND',
      risk: 'destructive',
      text: 'écrit dans un fichier et remplace ce qu’il contient',
      when: (call) => hasWord(call, '-fprint', '-fprint0', '-fprintf', '-fls'),
    },
    {
      rule: 'FS-FIND',
      risk: 'destructive',
      text: 'reçoit des arguments qui ne sont connus qu’à l’exécution',
      when: (call) => call.args.some((word) => word.split),
    },
    SAFE,
  ],
  runs: (call) => found(call),
};

const FIND_COMMANDS = new Set(['-exec', '-execdir', '-ok', '-okdir']);

function found(call: Call): readonly Inner[] {
  const inner: Inner[] = [];
  call.args.forEach((item, index) => {
    if (!FIND_COMMANDS.has(item.text)) return;
    const end = call.args.findIndex(
      (other, at) => at > index && (other.text === ';' || (other.text === '+' && call.args[at - 1]?.text === '{}')),
    );
    const words = call.args.slice(index + 1, end < 0 ? undefined : end);
    inner.push({
      kind: 'command',
      argv: words.map((word) => withHoles(word, ['{}'])),
      consumes: true,
    });
  });
  return inner;
}
