import type { Call } from '../../shell-text/grammar.ts';
import type { Case, Entry, HazardCase } from './entry.ts';
import { named, readers, SAFE } from './entry.ts';
import { tool } from './tool.ts';

/** Options of the commands that print: they may write to a file, or run a program instead. */
const PRINTS: readonly Case[] = [
  { rule: 'GIT', risk: 'destructive', text: 'écrit dans un fichier', when: (call) => given(call, /^--ou|^-o/u) },
  {
    rule: 'GIT',
    risk: 'opaque',
    text: 'lance un autre programme',
    when: (call) => given(call, /^(--(ext|textc|op|upl|exec)|-O|ext::)/u),
  },
];

/** The same for a verb that reads and gives what follows to `git log`. */
const LOGS = { writes: /^--ou/u, runs: /^(--(ext|textc|op)|-O)/u };

function given(call: Call, options: RegExp): boolean {
  return call.args.some(({ text, split }) => options.test(text) || (split && text.startsWith('\uFFFC')));
}

const loses = (text: string): HazardCase => ({ rule: 'GIT', risk: 'destructive', text });

const LOSES_WORK = loses('peut effacer du travail qui n’est nulle part ailleurs');

/** Git. Its aliases, hooks and configuration run programs. */
export const GIT: readonly Entry[] = [
  {
    names: ['git'],
    options:
      '-C= -c= --git-dir= --work-tree= --no-pager -P --bare --namespace= --no-optional-locks --no-replace-objects -p --paginate --exec-path? --config-env= --version -v',
    subcommands: [
      readers(
        'status',
        'rev-parse',
        'ls-files',
        'ls-tree',
        'describe',
        'cat-file',
        'count-objects',
        'version',
        'help',
        'name-rev',
        'merge-base',
        'for-each-ref',
        'show-ref',
        'check-ignore',
        'var',
        'show-branch',
        'verify-pack',
        'verify-commit',
        'verify-tag',
      ),
      named(
        'ls-remote',
        {
          rule: 'GIT',
          risk: 'opaque',
          text: 'lance un autre programme',
          when: (call) => call.args.some((word) => word.split || /^(--(u|e)|-[a-z]*u|ext::)/u.test(word.text)),
        },
        SAFE,
      ),
      named(
        'log show diff shortlog whatchanged rev-list blame annotate cherry diff-tree diff-index diff-files range-diff grep',
        ...PRINTS,
        SAFE,
      ),
      named(
        'fsck',
        {
          rule: 'GIT',
          risk: 'change',
          text: 'écrit les objets perdus dans un dossier',
          when: (call) => given(call, /^--lo/u),
        },
        SAFE,
      ),
      named(
        'stash',
        ...PRINTS,
        { ...SAFE, when: (call) => /^(list|show)$/u.test(call.args[0]?.text ?? '') },
        loses('met de côté les fichiers modifiés'),
      ),
      named('branch tag', { ...SAFE, when: listsReferences }, loses('change ou supprime des références')),
      named(
        'config',
        { ...SAFE, when: readsConfiguration },
        loses('change la configuration, qui peut lancer des programmes'),
      ),
      tool({
        names: 'remote',
        options: '-v --verbose',
        reads: ['show', 'get-url'],
        cases: [{ ...SAFE, when: (call) => call.operands.length === 0 }],
        otherwise: loses('change ou supprime des références'),
      }),
      tool({
        names: 'worktree notes bisect bundle',
        reads: ['list', 'show', 'log', 'view', 'visualize', 'verify', 'list-heads'],
        ...LOGS,
        otherwise: loses('change ou supprime des références'),
      }),
      tool({
        names: 'reflog',
        reads: ['show', 'exists', 'list'],
        ...LOGS,
        cases: [{ ...SAFE, when: (call) => call.args.length === 0 }],
        otherwise: loses('efface l’historique des références'),
      }),
      tool({
        names: 'submodule',
        reads: ['status', 'summary'],
        cases: [{ ...SAFE, when: (call) => call.args.length === 0 }],
        otherwise: loses('change les fichiers de travail'),
      }),
      named(
        'symbolic-ref',
        {
          ...SAFE,
          when: (call) =>
            call.args.filter(({ text }) => !/^(-q|--quiet|--short)$/u.test(text)).length === 1 &&
            !given(call, /^(-d|--de)/u),
        },
        loses('change une référence'),
      ),
      named(
        'archive',
        ...PRINTS,
        { rule: 'GIT', risk: 'opaque', text: 'demande à une autre machine', when: (call) => given(call, /^--rem/u) },
        SAFE,
      ),
      named(
        'fetch',
        {
          rule: 'GIT',
          risk: 'opaque',
          text: 'lance un autre programme',
          when: (call) => call.args.some((word) => /^(--up(l|$)|ext::)/u.test(word.text)),
        },
        {
          ...loses('remplace des références'),
          when: (call) => call.args.some((word) => /^(--(force|prune|update-h)|-[^-oj]*[fpPu]|\+.+:)/u.test(word.text)),
        },
        { rule: 'GIT', risk: 'change', text: 'ajoute au dépôt' },
      ),
      // Of `-mfic`, `fic` is the message: letters count up to the one that takes the rest of the word.
      named(
        'clone add commit init',
        {
          rule: 'GIT',
          risk: 'opaque',
          text: 'lance un autre programme',
          when: (call) =>
            call.args.some((word) => /^(--(up|exec|config|templ)|-[^-mFCStboj]*[uc]|ext::)/u.test(word.text)),
        },
        {
          rule: 'GIT',
          risk: 'destructive',
          text: 'remplace des références ou le dernier enregistrement',
          when: (call) =>
            call.args.some((word) => /^(--(amend|force|prune)|-[^-mFCStboj]*[fp]|\+.+:)/u.test(word.text)),
        },
        { rule: 'GIT', risk: 'change', text: 'ajoute au dépôt' },
      ),
      named('pull merge rebase cherry-pick revert am apply', loses('change les fichiers de travail')),
      {
        names: ['clean'],
        options: '-d -f -i -n -q -x -X -e= --dry-run --force --exclude= --quiet --interactive',
        cases: [{ ...SAFE, when: (call) => call.has('-n', '--dry-run') }, LOSES_WORK],
      },
      named(
        'push',
        {
          ...SAFE,
          when: (call) =>
            /^(-n|--dry-run)$/u.test(call.args[0]?.text ?? '') && !given(call, /^(--rec|--exec|--no-d|ext::)/u),
        },
        LOSES_WORK,
      ),
      named('reset checkout switch restore rm mv gc prune filter-branch filter-repo update-ref', LOSES_WORK),
    ],
    cases: [
      { ...SAFE, when: (call) => call.operands.length === 0 && call.has('--version', '-v') },
      {
        rule: 'GIT',
        risk: 'opaque',
        text: 'reçoit une configuration qui peut lancer un programme',
        when: (call) => call.has('-c', '--config-env', '--exec-path'),
      },
    ],
  },
];

// Without a name nothing is created, and with these options names only choose what is listed.
function listsReferences(call: Call): boolean {
  const others = call.args.filter(
    ({ text }) =>
      !/^(-[arvl]|-vv|-i|--(list|all|remotes|verbose|show-current|sort=.*|format=.*|column.*|color.*|ignore-case|omit-empty)|-n\d*)$/u.test(
        text,
      ),
  );
  if (others.length === 0) return true;
  const chooses = call.args.some(({ text }) =>
    /^(-l|--list|--(no-)?(contains|merged)(=.*)?|--points-at(=.*)?)$/u.test(text),
  );
  return (
    chooses &&
    others.every(
      ({ text, split }) => !split && (/^--(no-)?(contains|merged)|^--points-at/u.test(text) || !text.startsWith('-')),
    )
  );
}

function readsConfiguration(call: Call): boolean {
  const words = call.args.filter(
    ({ text }) =>
      !/^--(global|local|system|worktree|show-origin|show-scope|null|name-only|type=\w+|bool|int|path|includes|no-includes)$|^-z$/u.test(
        text,
      ),
  );
  return /^(--get(-all|-regexp|-urlmatch|-color|-colorbool)?|--list|-l|get|list)$/u.test(words[0]?.text ?? '');
}
