import type { Bytes } from './bytes.ts';
import { quote } from './bytes.ts';
import type { KeptState } from './state.ts';

/**
 * The commands, sourced by the prelude, that give a new bash this state.
 */
export function restoreCommands(state: KeptState): Bytes {
  return [
    `builtin cd -- ${quote(state.cwd)} || __rb_refuse cwd`,
    // That `cd` was ours.
    'builtin unset -v OLDPWD',
    // What is not exported any more would still be if it were declared over the environment's own.
    ...[...state.unset, ...state.variables.map(({ name }) => name)].map((name) => `builtin unset -v ${name}`),
    // Not after `builtin`: an array is read only where `declare` stands first. No function shadows it yet.
    ...state.variables.map(({ name, declaration }) => `${declaration} || __rb_bad+=' ${name}'`),
    ...(state.umask === null ? [] : [`builtin ${state.umask}`]),
    // A function may hold patterns that were only read while extglob was on.
    'builtin shopt -s extglob',
    ...state.functions.map(({ body }) => body),
    ...(state.shopt.on.includes('extglob') ? [] : ['builtin shopt -u extglob']),
    ...state.functions
      .filter(({ declaration }) => /^declare -f\w/.test(declaration))
      .map(({ declaration }) => `builtin ${declaration}`),
    ...state.shopt.on.map((name) => `builtin shopt -s ${name}`),
    ...state.shopt.off.map((name) => `builtin shopt -u ${name}`),
    `__rb_last=${quote(lastCommands(state))}`,
    '',
  ].join('\n');
}

/** Options and traps that would disturb the prelude itself; posix hides the prelude's `trap`, xtrace shows what follows. */
function lastCommands(state: KeptState): Bytes {
  const last = ['posix', 'xtrace', 'verbose'];
  const on = [...state.set.on].sort((a, b) => last.indexOf(a) - last.indexOf(b));
  return [
    ...state.set.off.map((name) => `builtin set +o ${name}`),
    ...on.filter((name) => !last.includes(name)).map((name) => `builtin set -o ${name}`),
    state.traps,
    ...on.filter((name) => last.includes(name)).map((name) => `builtin set -o ${name}`),
  ].join('\n');
}
