import type { Case, Entry } from './entry.ts';
import { readers, SAFE } from './entry.ts';

const named = (names: string, ...cases: readonly Case[]): Entry => ({ names: names.split(' '), cases });
const loses = (text: string): Case => ({ rule: 'GIT', risk: 'destructive', text });

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
        'rev-list',
        'blame',
        'shortlog',
        'count-objects',
        'fsck',
        'version',
        'help',
        'name-rev',
        'merge-base',
        'for-each-ref',
        'show-ref',
        'check-ignore',
        'verify-commit',
        'verify-tag',
      ),
      named(
        'ls-remote',
        {
          rule: 'GIT',
          risk: 'opaque',
          text: 'lance un autre programme',
          when: (call) => call.args.some((word) => word.split || /^(--(upload-pack|exec)|ext::)/u.test(word.text)),
        },
        SAFE,
      ),
      named(
        'log show diff',
        {
          rule: 'GIT',
          risk: 'destructive',
          text: 'écrit dans un fichier',
          when: (call) => call.args.some((word) => word.text.startsWith('--output') || word.split),
        },
        {
          rule: 'GIT',
          risk: 'opaque',
          text: 'lance un autre programme',
          when: (call) => call.args.some((word) => word.text.startsWith('--ext-diff')),
        },
        SAFE,
      ),
      named(
        'stash',
        { ...SAFE, when: (call) => /^(list|show)$/u.test(call.args[0]?.text ?? '') },
        loses('met de côté les fichiers modifiés'),
      ),
      named(
        'branch tag remote config worktree reflog',
        {
          ...SAFE,
          when: (call) =>
            call.args.every((word) =>
              /^(-v|-vv|-a|-l|--list|--show-current|list|show|get-url|--get|-r|--all|show-branch)$/u.test(word.text),
            ),
        },
        loses('change ou supprime des références'),
      ),
      named(
        'fetch clone add commit init',
        {
          rule: 'GIT',
          risk: 'opaque',
          text: 'lance un autre programme',
          when: (call) =>
            call.args.some((word) => /^(--(upload-pack|exec|config|template)|-[uc]$|ext::)/u.test(word.text)),
        },
        {
          rule: 'GIT',
          risk: 'destructive',
          text: 'remplace des références ou le dernier enregistrement',
          when: (call) => call.args.some((word) => /^(--(amend|force|prune)|-[a-zA-Z]*[fp]|\+.+:)/u.test(word.text)),
        },
        { rule: 'GIT', risk: 'change', text: 'ajoute au dépôt' },
      ),
      named('pull merge rebase cherry-pick revert am apply', loses('change les fichiers de travail')),
      named(
        'clean reset checkout switch restore push rm mv gc prune filter-branch filter-repo update-ref',
        loses('peut effacer du travail qui n’est nulle part ailleurs'),
      ),
    ],
    cases: [
      {
        rule: 'GIT',
        risk: 'opaque',
        text: 'reçoit une configuration qui peut lancer un programme',
        when: (call) => call.has('-c', '--config-env', '--exec-path'),
      },
    ],
  },
];
