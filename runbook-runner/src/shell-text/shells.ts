import { exactValue } from './argument.ts';
import type { Call, Grammar, Inner } from './grammar.ts';
import { readOptions } from './options.ts';

/** The options of bash, the others' being among them. */
export const SHELL_OPTIONS =
  '-a -b -c -e -f -h -i -k -l -m -n -p -r -s -t -u -v -x -B -C -D -E -H -P -T -o= -O= --login --noprofile --norc --posix --restricted --verbose --version --init-file= --rcfile= --help --noediting';

/** Shells whose language is ours. */
export const SHELLS: Grammar = {
  names: ['bash', 'sh', 'dash', 'ksh', 'ash', 'rbash', 'mksh'],
  runs: (call) => shellText(call),
};

/** What a shell is given: `-c text name args…`, a script file, or its standard input. */
export function shellText(call: Call): readonly Inner[] {
  const { given, operands, unknown } = readOptions(call.args, SHELL_OPTIONS, true);
  if (unknown !== null)
    return [{ kind: 'opaque', rule: 'OPTION', text: 'reçoit une option que le catalogue ne connaît pas' }];
  if (given.has('--version') || given.has('--help')) return [];
  // The text is only parsed, unless `+n` follows.
  if (
    given.has('-n') &&
    !call.args.some(({ text }) => text.startsWith('+')) &&
    !given.has('-i') &&
    !given.has('--login') &&
    !given.has('-l')
  )
    return [];
  if (given.has('--rcfile') || given.has('--init-file'))
    return [{ kind: 'opaque', rule: 'EXEC-OPAQUE', text: 'lit un fichier dont le contenu n’est pas jugé' }];
  const [first, ...rest] = operands;
  if (given.has('-c')) {
    if (first === undefined) return [{ kind: 'opaque', rule: 'EXEC-OPAQUE', text: 'n’a pas de texte à exécuter' }];
    return [{ kind: 'shell', text: first, positional: rest.slice(1) }];
  }
  if (first === undefined || given.has('-s')) return [{ kind: 'shell-stdin', positional: operands }];
  if (exactValue(first) === '/dev/stdin' || exactValue(first) === '-')
    return [{ kind: 'shell-stdin', positional: rest }];
  return [{ kind: 'opaque', rule: 'EXEC-OPAQUE', text: 'exécute un fichier dont le contenu n’est pas jugé' }];
}
