import type { StepRule } from '../rule.ts';
import { hasOption, type Invocation } from '../shell/invocation.ts';
import { commandsRunning, runsOneOf } from '../shell/script.ts';
import type { ShellWord } from '../shell/word.ts';

/** What is deleted must not depend on where the shell happens to be: an operator may start in the middle of a page. */
export const relativeDestructive: StepRule = ({ script, report }) => {
  if (!runsOneOf(deleting, script)) return;
  let placed = false;
  for (const { run } of script.commands) {
    if (!run) continue;
    if (run.name === 'cd' && run.service === null && isCertain(run.args.at(-1))) placed = true;
    if (placed || run.service !== null) continue;
    const relative = deletedPaths(run).find(({ raw }) => !/^["']?(?:\/|~|\$|-)/.test(raw));
    if (!relative) continue;
    report('relative-destructive', relative.offset, relative.raw.length, {
      message: `« ${run.name} » supprime « ${relative.raw} », un chemin relatif : selon le dossier courant, ce n’est pas le même fichier.`,
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
    if (!hasOption(run.args, '[rR]', '--recursive')) continue;
    const word = run.args.find(({ raw }) => /^"?\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})"?\//.test(raw));
    if (!word) continue;
    report('empty-root', word.offset, word.raw.length, {
      message: `Si la variable est vide, ${word.raw} commence à la racine du système.`,
      expected: '"${DOSSIER:?}/…", qui arrête l’étape quand la variable est vide.',
      action: 'Ajoutez :? dans les accolades.',
    });
  }
};

const remove = new Set(['rm']);
const deleting = new Set(['rm', 'rmdir', 'unlink', 'shred', 'srm', 'truncate', 'find']);

function deletedPaths(run: Invocation): readonly ShellWord[] {
  if (!deleting.has(run.name)) return [];
  if (run.name === 'find') return run.args.some(({ value }) => value === '-delete') ? run.args.slice(0, 1) : [];
  return run.args.filter(({ raw }) => !raw.startsWith('-') && !/^\d/.test(raw));
}

// A literal absolute folder, or one that cannot be empty.
function isCertain(word: ShellWord | undefined): boolean {
  return word !== undefined && (/^["']?\//.test(word.raw) || /:\?/.test(word.raw) || /^"?\$\(mktemp/.test(word.raw));
}
