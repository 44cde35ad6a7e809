import { FRESH } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import type { Entry } from './entry.ts';
import { hasWord, option, SAFE } from './entry.ts';

/** Archives and compression. */
export const ARCHIVES: readonly Entry[] = [
  {
    names: ['tar', 'bsdtar'],
    cases: [
      {
        rule: 'EXEC-OPAQUE',
        risk: 'opaque',
        text: 'lance un autre programme',
        when: (call) =>
          call.args.some((word) =>
            /^(--checkpoint-a|--to-c|--use|-[a-zA-Z]*[IF]|--inf|--new-|--rsh|--rmt)/u.test(word.text),
          ) || /^[a-zA-Z]*[IF]/u.test(oldStyle(call)),
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
        when: (call) => call.args.some((word) => /^--(remove-|unl|recursive-u|del)/u.test(word.text)),
      },
      {
        rule: 'FS-ARCHIVE',
        risk: 'destructive',
        text: 'réécrit la liste des fichiers de ses sauvegardes incrémentales',
        when: (call) => tarFlags(call).includes('g') || call.args.some((word) => word.text.startsWith('--listed')),
      },
      {
        rule: 'FS-ARCHIVE',
        risk: 'change',
        text: 'extrait une archive dans un dossier temporaire',
        when: (call) => tarMode(call) === 'x' && staysInFreshFolder(call),
      },
      {
        rule: 'FS-ARCHIVE',
        risk: 'destructive',
        text: 'écrit sa liste dans un fichier',
        when: (call) => call.args.some(({ text }) => /^--(ind|vol)/u.test(text)),
      },
      { ...SAFE, when: (call) => tarMode(call) === 'x' && tarFlags(call).includes('O') },
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
      {
        rule: 'FS-ARCHIVE',
        risk: 'change',
        text: 'extrait sans rien remplacer',
        when: (call) => hasWord(call, '-n') && !call.args.some(({ text }) => /^-\w*o/u.test(text)),
      },
      { rule: 'FS-ARCHIVE', risk: 'destructive', text: 'extrait une archive et remplace les fichiers du même nom' },
    ],
  },
  {
    names: ['cpio'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          /^(-[ivV]*t[ivV]*|--list)$/u.test(call.args[0]?.text ?? '') &&
          !call.args.some(({ text }) => /^(--rsh|-[a-zA-Z]*[oOp]|--out|--cre|--pas)/u.test(text)),
      },
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
      option(['--rm', '-o'], 'FS-ARCHIVE', 'destructive', 'remplace un fichier'),
      {
        ...SAFE,
        when: (call) =>
          call.has('-c', '--stdout', '--to-stdout', '-t', '--test', '--list') ||
          // Of lz4 it is a format.
          (call.has('-l') && call.name !== 'lz4') ||
          call.operands.length === 0 ||
          call.operands.every((operand) => operand.text === '-'),
      },
      option(['-f', '--force'], 'FS-ARCHIVE', 'destructive', 'remplace le fichier du même nom'),
      option(['-k', '--keep'], 'FS-ARCHIVE', 'change', 'crée un fichier à côté de l’original'),
      { rule: 'FS-ARCHIVE', risk: 'destructive', text: 'remplace le fichier d’origine' },
    ],
  },
];

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

// Absolute names, a second folder, new names: all leave it.
function staysInFreshFolder(call: Call): boolean {
  if (tarFlags(call).includes('P') || call.args.some((word) => /^--(abs|one|tra|xf|st)/u.test(word.text))) return false;
  const folders = call.args.filter((_, index) => /^(-[a-zA-Z]*C|--d\w*)$/u.test(call.args[index - 1]?.text ?? ''));
  const others = call.args.some((word) => /^(-[a-zA-Z]*C.|--d\w*=)/u.test(word.text));
  return !others && folders.length === 1 && folders[0]?.text.startsWith(FRESH) === true;
}

/** The letters of the first word, when it has no dash. */
function oldStyle(call: Call): string {
  const first = call.args[0]?.text ?? '';
  return first.startsWith('-') ? '' : first;
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
    ) || hasWord(call, '--file=-', '-f-')
  );
}
