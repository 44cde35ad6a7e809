import type { Argument } from '../../shell-text/argument.ts';
import { exactValue } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import { systemPath, under } from '../catalogue/system-path.ts';
import type { Builtin } from './builtins.ts';
import type { Scope } from './scope.ts';

/** `cd`, `pushd` and `popd`: where a relative path is written from now on. A branch that may not have run leaves it all the same: that only raises a risk. */
export const changingFolder: Builtin = (args, { scope }, _stdin, _at, name) => {
  const target = args.filter(({ text }) => !/^-[LPen@]+$|^--$/u.test(text)).at(-1);
  const home = scope.variables.get('HOME');
  if (target === undefined && name === 'cd') enter(scope, home?.kind === 'text' ? home.text : '~');
  else enter(scope, name === 'popd' ? null : told(target));
};

/** The folder that a wrapper makes the current one for what it runs: `env -C /dev`; undefined: the same as before. */
export function folderGiven(call: Call): string | null | undefined {
  const options = CHDIR[call.name];
  const folder = options && call.values(...options).at(-1);
  return folder && told(folder);
}

/** Goes to a folder; null: to one of those where it has been, or to one that only a run will tell. */
export function enter(scope: Scope, folder: string | null): void {
  scope.folder = folder === null ? scope.worstFolder : under(scope.folder, folder);
  scope.worstFolder = worstOf(scope.worstFolder, scope.folder);
}

/** Of two folders, the one where a write is worse. */
export function worstOf(one: string | null, other: string | null): string | null {
  return danger(other) > danger(one) ? other : one;
}

function danger(folder: string | null): number {
  const reached = folder === null ? null : systemPath(`${folder}/x`);
  return reached === 'device' ? 2 : reached === 'system' ? 1 : 0;
}

// `-` and `~-` are the folder before, `+1` and `~1` one of the stack.
function told(word: Argument | undefined): string | null {
  const folder = exactValue(word);
  return folder === null || /^(-|[-+]\d+|~[-+]?\d*)$/u.test(folder.replace(/^~$/u, '~/')) ? null : folder;
}

const CHDIR: Readonly<Record<string, readonly string[]>> = {
  env: ['-C', '--chdir'],
  sudo: ['-D', '--chdir'],
  'systemd-run': ['--working-directory'],
  nsenter: ['-w', '--wd'],
  unshare: ['-w', '--wd'],
};
