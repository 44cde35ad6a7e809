import type { Argument, WordSource } from '../../shell-text/argument.ts';
import { exactValue } from '../../shell-text/argument.ts';
import type { Invocation } from '../../shell-text/invocation.ts';
import { commandsRunning, runsOneOf } from '../shell/script.ts';
import type { StepRule } from '../step-rule.ts';

/** What is deleted must not depend on where the shell happens to be: an operator may start in the middle of a page. */
export const relativeDestructive: StepRule = ({ script, report }) => {
  if (!runsOneOf(deleting, script)) return;
  let placed = false;
  for (const run of script.commands.flatMap(({ invocations }) => invocations)) {
    if (run.elsewhere) continue;
    if (run.program === 'cd' && isCertain(run.args.at(-1))) placed = true;
    if (placed) continue;
    const relative = deletedPaths(run).find(({ raw }) => !/^["']?(?:\/|~|\$|-)/.test(raw));
    if (!relative) continue;
    report('relative-destructive', relative.offset, relative.length, {
      message: `« ${run.program} » supprime « ${relative.raw} », un chemin relatif : selon le dossier courant, ce n’est pas le même fichier.`,
      expected:
        'un chemin absolu, ou un « cd » vers un dossier certain dans la même étape : cd /srv/x, cd "${DOSSIER:?}".',
      action: 'Écrivez le chemin en entier.',
    });
    return;
  }
};

/** `rm -r "$X/data"` with an empty X deletes `/data`: `set -u` stops an unset variable, not an empty one. */
export const emptyRoot: StepRule = ({ script, report }) => {
  for (const { run } of commandsRunning(remove, script)) {
    if (!run.call.has('-r', '-R', '--recursive')) continue;
    const word = sources(run.args).find(({ raw }) => /^"?\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})"?\//.test(raw));
    if (!word) continue;
    report('empty-root', word.offset, word.length, {
      message: `Si la variable est vide, ${word.raw} commence à la racine du système.`,
      expected: '"${DOSSIER:?}/…", qui arrête l’étape quand la variable est vide.',
      action: 'Ajoutez :? dans les accolades.',
    });
  }
};

const remove = new Set(['rm']);
const deleting = new Set(['rm', 'rmdir', 'unlink', 'shred', 'srm', 'truncate', 'find']);

function deletedPaths({ program, args }: Invocation): readonly WordSource[] {
  if (!deleting.has(program)) return [];
  if (program === 'find') return args.some((arg) => exactValue(arg) === '-delete') ? sources(args.slice(0, 1)) : [];
  return sources(args).filter(({ raw }) => !raw.startsWith('-') && !/^\d/.test(raw));
}

// What `xargs` or `find` puts in the place of `{}` is written nowhere.
function sources(args: readonly Argument[]): readonly WordSource[] {
  return args.flatMap(({ source }) => source ?? []);
}

// A literal absolute folder, or one that cannot be empty.
function isCertain(word: Argument | undefined): boolean {
  return /^["']?\/|:\?|^"?\$\(mktemp/.test(word?.source?.raw ?? '');
}
