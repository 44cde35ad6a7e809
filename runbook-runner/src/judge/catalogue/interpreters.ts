import { baseName, exactValue } from '../../shell-text/argument.ts';
import type { Call, Inner } from '../../shell-text/grammar.ts';
import { MANAGE } from './django.ts';
import type { Case, Entry } from './entry.ts';
import { SAFE } from './entry.ts';

const OPAQUE: Case = { rule: 'EXEC-OPAQUE', risk: 'opaque', text: 'exécute du code qui n’est pas jugé' };

/** Languages, editors and build tools: they run what nobody judges here. */
export const INTERPRETERS: readonly Entry[] = [
  {
    names: ['python', 'python2', 'python3', 'pypy', 'pypy3'],
    cases: [
      { ...SAFE, when: (call) => /^(--version|-V|-VV)$/u.test(call.args[0]?.text ?? '') && call.args.length === 1 },
      { ...SAFE, when: (call) => django(call) !== null },
      {
        ...SAFE,
        // A second file is written.
        when: (call) =>
          call.args[0]?.text === '-m' &&
          call.args[1]?.text === 'json.tool' &&
          call.args.slice(2).every(({ text, split }) => !split && text !== '--') &&
          call.args.slice(2).filter(({ text }) => !/^--(sort-keys|no-ensure-ascii|json-lines|compact|tab)$/u.test(text))
            .length <= 1,
      },
      OPAQUE,
    ],
    runs: (call): readonly Inner[] => {
      const argv = django(call);
      return argv === null ? [] : [{ kind: 'command', argv }];
    },
  },
  {
    names: 'perl ruby node nodejs deno bun lua tclsh expect Rscript julia java gdb'.split(' '),
    cases: [
      { ...SAFE, when: (call) => call.args.length === 1 && /^(--version|-v|-V)$/u.test(call.args[0]?.text ?? '') },
      OPAQUE,
    ],
  },
  {
    names: ['php'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          /^(-v|--version|-m|-i|--ini|-l)$/u.test(call.args[0]?.text ?? '') &&
          call.args.length <= (call.args[0]?.text === '-l' ? 2 : 1),
      },
      OPAQUE,
    ],
  },
  {
    names:
      'vim vi nvim nano emacs pico micro make cmake ninja m4 gcc cc gunicorn uwsgi screen tmux osascript xdg-open'.split(
        ' ',
      ),
    cases: [OPAQUE],
  },
];

const PYTHON_FLAGS = /^-[BEIOOPqRsSuvb]+$|^-[WX]\w+$/u;

/** The Django command line that this python runs, without python: `python3 -u manage.py check`, `python -m django check`. */
function django(call: Call): Call['args'] | null {
  let index = 0;
  while (PYTHON_FLAGS.test(call.args[index]?.text ?? '')) index++;
  const rest = call.args.slice(index);
  if (rest[0]?.text === '-m' && rest[1]?.text === 'django')
    return [{ ...rest[1], text: 'django-admin' }, ...rest.slice(2)];
  const script = exactValue(rest[0]);
  if (script === null || !MANAGE.names.includes(baseName(script))) return null;
  return rest;
}
