import { FRESH, isDynamic } from '../argument.ts';
import type { Call, Entry, Inner } from './entry.ts';
import { option, SAFE } from './entry.ts';

/** Files and folders: removing, moving, editing, archiving, synchronizing, permissions. */
export const FILES: readonly Entry[] = [
  {
    names: ['rm', 'unlink', 'rmdir', 'srm'],
    options:
      '-f -i -I -r -R -d -v -p --force --interactive? --recursive --dir --verbose --one-file-system --no-preserve-root --preserve-root? --parents --ignore-fail-on-non-empty',
    cases: [
      {
        rule: 'FS-RM',
        risk: 'change',
        text: 'supprime le fichier ou dossier temporaire que le bloc vient de créer',
        when: isOnlyFresh,
      },
      option(['-r', '-R', '--recursive'], 'FS-RM', 'critical', 'supprime un dossier et tout ce qu’il contient'),
      {
        rule: 'FS-RM',
        risk: 'critical',
        text: 'supprime des fichiers dont les noms ne sont connus qu’à l’exécution',
        when: (call) => call.operands.some((operand) => operand.glob || operand.split || isDynamic(operand.text)),
      },
      { rule: 'FS-RM', risk: 'destructive', text: 'supprime des fichiers' },
    ],
  },
  {
    names: ['shred'],
    cases: [{ rule: 'FS-EDIT', risk: 'critical', text: 'efface des fichiers sans retour possible' }],
  },
  {
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
  },
  {
    names: ['cp', 'mv', 'install'],
    options:
      '-a -b -d -f -i -H -l -L -n -P -p -r -R -s -S= -t= -T -u -v -x -Z -c -C -D -g= -m= -o= --archive --backup? --copy-contents --force --interactive --link --dereference --no-clobber --no-dereference --preserve? --no-preserve= --parents --recursive --reflink? --remove-destination --sparse= --strip-trailing-slashes --symbolic-link --suffix= --target-directory= --no-target-directory --update? --verbose --one-file-system --directory --mode= --owner= --group= --compare --strip --attributes-only --debug',
    cases: [
      option(['--remove-destination'], 'FS-MV', 'destructive', 'remplace des fichiers'),
      {
        rule: 'FS-MV',
        risk: 'change',
        text: 'crée des dossiers',
        when: (call) => call.name === 'install' && call.has('-d', '--directory'),
      },
      {
        rule: 'FS-MV',
        risk: 'change',
        text: 'ne remplace aucun fichier',
        when: (call) => call.has('-n', '--no-clobber') && !call.has('-f', '--force'),
      },
      {
        rule: 'FS-MV',
        risk: 'change',
        text: 'garde une copie de ce qu’il remplace',
        when: (call) => call.has('-b', '--backup'),
      },
      { rule: 'FS-MV', risk: 'destructive', text: 'remplace ce qui existe à l’arrivée' },
    ],
  },
  {
    names: ['ln', 'link'],
    options:
      '-s -f -n -r -v -T -t= -b -i -L -P -S= --symbolic --force --no-dereference --relative --verbose --no-target-directory --target-directory= --backup? --interactive --logical --physical --suffix=',
    cases: [
      option(['-f', '--force'], 'FS-MV', 'destructive', 'remplace un lien ou un fichier'),
      { rule: 'FS-MV', risk: 'change', text: 'crée un lien' },
    ],
  },
  {
    names: ['tee'],
    options: '-a -i -p --append --ignore-interrupts --output-error?',
    cases: [
      {
        ...SAFE,
        when: (call) => call.operands.every((operand) => /^\/dev\/(null|stderr|stdout|tty)$/u.test(operand.text)),
      },
      option(['-a', '--append'], 'FS-TEE', 'change', 'ajoute à la fin d’un fichier'),
      { rule: 'FS-TEE', risk: 'destructive', text: 'remplace le contenu d’un fichier' },
    ],
  },
  {
    names: ['mkdir', 'touch', 'mkfifo', 'mktemp'],
    cases: [{ rule: 'FS-CREATE', risk: 'change', text: 'crée un fichier ou un dossier' }],
  },
  {
    names: ['split', 'csplit'],
    cases: [{ rule: 'FS-CREATE', risk: 'destructive', text: 'écrit des fichiers et remplace ceux du même nom' }],
  },
  {
    names: ['truncate', 'fallocate', 'ed', 'ex', 'patch', 'sponge'],
    cases: [{ rule: 'FS-EDIT', risk: 'destructive', text: 'réécrit des fichiers sur place' }],
  },
  {
    names: ['chmod', 'chown', 'chgrp', 'setfacl', 'chattr', 'setcap'],
    cases: [
      {
        rule: 'FS-PERM',
        risk: 'critical',
        text: 'change les droits d’un dossier du système et de tout ce qu’il contient',
        when: (call) =>
          isRecursive(call) &&
          call.args.some((word) => /^\/(etc|usr|bin|boot|lib|var|home|root)?\/?$/u.test(word.text)),
      },
      {
        rule: 'FS-PERM',
        risk: 'destructive',
        text: 'change les droits de tout un dossier : l’état d’avant est perdu',
        when: isRecursive,
      },
      { rule: 'FS-PERM', risk: 'change', text: 'change des droits', when: (call) => call.name !== 'chattr' },
      { rule: 'FS-PERM', risk: 'destructive', text: 'change les attributs de fichiers' },
    ],
  },
  {
    names: ['tar', 'bsdtar'],
    cases: [
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'lance un autre programme',
        when: (call) =>
          call.args.some((word) =>
            /^(--checkpoint-action|--to-command|--use-compress|-I|--info-script|--new-volume-script|--rsh-command|--rmt-command|-F)/u.test(
              word.text,
            ),
          ),
      },
      {
        rule: 'FS-ARCHIVE',
        risk: 'opaque',
        text: 'reçoit des arguments qui ne sont connus qu’à l’exécution',
        when: (call) =>
          call.args.some(
            (word, index) =>
              word.split && !word.glob && !call.args.slice(0, index).some((before) => before.text === '--'),
          ),
      },
      {
        rule: 'FS-ARCHIVE',
        risk: 'destructive',
        text: 'supprime les fichiers qu’il a lus',
        when: (call) => call.args.some((word) => /^--(remove-files|unlink|recursive-unlink|delete)/u.test(word.text)),
      },
      {
        rule: 'FS-ARCHIVE',
        risk: 'change',
        text: 'extrait une archive dans un dossier temporaire',
        when: (call) =>
          tarMode(call) === 'x' &&
          call.args.some((word, index) => word.text.startsWith(FRESH) && call.args[index - 1]?.text === '-C') &&
          !word(call, '-P'),
      },
      {
        rule: 'FS-ARCHIVE',
        risk: 'safe',
        text: '',
        when: (call) => tarMode(call) === 'x' && tarFlags(call).includes('O'),
      },
      {
        rule: 'FS-ARCHIVE',
        risk: 'destructive',
        text: 'extrait une archive et remplace les fichiers du même nom',
        when: (call) => tarMode(call) === 'x',
      },
      { ...SAFE, when: (call) => tarMode(call) === 't' || tarMode(call) === 'd' },
      { ...SAFE, when: (call) => tarMode(call) === 'c' && toStandardOutput(call) },
      {
        rule: 'FS-ARCHIVE',
        risk: 'destructive',
        text: 'écrit une archive et remplace celle du même nom',
        when: (call) => /[cruA]/u.test(tarMode(call)),
      },
    ],
  },
  {
    names: ['unzip'],
    cases: [
      { ...SAFE, when: (call) => /^-(l|v|t|p|Z|z)/u.test(call.args[0]?.text ?? '') },
      { rule: 'FS-ARCHIVE', risk: 'change', text: 'extrait sans rien remplacer', when: (call) => word(call, '-n') },
      { rule: 'FS-ARCHIVE', risk: 'destructive', text: 'extrait une archive et remplace les fichiers du même nom' },
    ],
  },
  {
    names: ['cpio'],
    cases: [
      { ...SAFE, when: (call) => call.args.some((item) => /^-[^-]*t/u.test(item.text)) },
      { rule: 'FS-ARCHIVE', risk: 'destructive', text: 'extrait ou écrit une archive' },
    ],
  },
  {
    names: ['zip', '7z', '7za'],
    cases: [{ rule: 'FS-ARCHIVE', risk: 'destructive', text: 'écrit une archive et remplace celle du même nom' }],
  },
  {
    names: ['gzip', 'gunzip', 'bzip2', 'bunzip2', 'xz', 'unxz', 'zstd', 'unzstd', 'lz4', 'pigz'],
    options:
      '-c -d -k -t -l -v -q -f -n -N -r -z -1 -2 -3 -4 -5 -6 -7 -8 -9 -T= -S= -o= --stdout --to-stdout --decompress --uncompress --keep --test --list --verbose --quiet --force --no-name --name --recursive --fast --best --threads= --suffix= --rsyncable --rm --processes= -p=',
    cases: [
      option(['--rm'], 'FS-ARCHIVE', 'destructive', 'remplace le fichier d’origine'),
      {
        ...SAFE,
        when: (call) =>
          call.has('-c', '--stdout', '--to-stdout', '-t', '--test', '-l', '--list') ||
          call.operands.length === 0 ||
          call.operands.every((operand) => operand.text === '-'),
      },
      option(['-f', '--force', '-o'], 'FS-ARCHIVE', 'destructive', 'remplace le fichier du même nom'),
      option(['-k', '--keep'], 'FS-ARCHIVE', 'change', 'crée un fichier à côté de l’original'),
      { rule: 'FS-ARCHIVE', risk: 'destructive', text: 'remplace le fichier d’origine' },
    ],
  },
  {
    names: ['rsync'],
    cases: [
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'lance un autre programme',
        when: (call) => call.args.some((item) => /^(-[a-zA-Z]*e|--rsh|--rsync-path|--daemon)/u.test(item.text)),
      },
      {
        rule: 'FS-SYNC',
        risk: 'opaque',
        text: 'reçoit des arguments qui ne sont connus qu’à l’exécution',
        when: (call) => call.args.some((item) => item.split),
      },
      {
        ...SAFE,
        when: (call) =>
          call.args.some((item) => /^(-[a-zA-Z]*n[a-zA-Z]*|--dry-run|--list-only)$/u.test(item.text)) &&
          !call.args.some((item) => item.text === '--no-dry-run' || item.text === '--no-n'),
      },
      {
        rule: 'FS-SYNC',
        risk: 'critical',
        text: 'supprime à l’arrivée ou au départ les fichiers qui ne sont plus de l’autre côté',
        when: (call) => call.args.some((item) => /^--(del|remove-s)/u.test(item.text)),
      },
      {
        rule: 'FS-SYNC',
        risk: 'change',
        text: 'ne remplace aucun fichier',
        when: (call) => word(call, '--ignore-existing'),
      },
      { rule: 'FS-SYNC', risk: 'destructive', text: 'remplace les fichiers différents à l’arrivée' },
    ],
  },
  {
    names: ['rclone', 'scp', 'sftp'],
    cases: [{ rule: 'FS-SYNC', risk: 'destructive', text: 'remplace des fichiers à l’arrivée' }],
  },
];

function isOnlyFresh(call: Call): boolean {
  return (
    call.operands.length > 0 &&
    call.operands.every(
      ({ text, split, glob }) =>
        !split && !glob && /^\uE000(\/[\w.-]+)*\/?$/u.test(text) && !text.includes('/..') && !text.includes('\uFFFC'),
    )
  );
}

function isRecursive(call: Call): boolean {
  return call.args.some(
    (item) => /^-[a-zA-Z]*R|^--recursive$/u.test(item.text) || (item.split && isDynamic(item.text)),
  );
}

function word(call: Call, ...words: readonly string[]): boolean {
  return call.args.some((item) => words.includes(item.text));
}

const hasWord = word;

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
      argv: words.map((each) => ({ ...each, text: each.text.replaceAll('{}', '\uFFFC') })),
      consumes: true,
    });
  });
  return inner;
}

/** The first letter of tar's mode among c, x, t, r, u, d, A; in its first cluster or as a long option. */
function tarMode(call: Call): string {
  const long = call.args
    .map(
      (item) => /^--(create|extract|get|list|append|update|diff|compare|catenate|concatenate)$/u.exec(item.text)?.[1],
    )
    .find((name) => name !== undefined);
  if (long !== undefined)
    return (
      { create: 'c', extract: 'x', get: 'x', list: 't', append: 'r', update: 'u', diff: 'd', compare: 'd' }[long] ?? 'A'
    );
  const modes = tarFlags(call).replaceAll(/[^cxtrudA]/gu, '');
  return modes.length === 1 ? modes : modes.includes('x') ? 'x' : modes.slice(0, 1);
}

// Old style (`xzf`) in the first word, or short clusters, each cut at the first letter that takes a value.
function tarFlags(call: Call): string {
  const [first, ...others] = call.args.map((item) => item.text);
  const old = first !== undefined && !first.startsWith('-') ? first : '';
  const clusters = [first ?? '', ...others]
    .filter((item) => /^-[a-zA-Z]/u.test(item))
    .map((item) => item.slice(1).replace(/([bfgCHKLNTVXF]).*$/u, '$1'));
  return [old, ...clusters].join('');
}

function toStandardOutput(call: Call): boolean {
  if (!tarFlags(call).includes('f') && !call.args.some((item) => item.text.startsWith('--file'))) return true;
  return (
    call.args.some(
      (item, index) =>
        (item.text === '-' || item.text === '/dev/null') &&
        /^(-?[a-zA-Z]*f|--file)$/u.test(call.args[index - 1]?.text ?? ''),
    ) || word(call, '--file=-', '-f-')
  );
}
