import { FRESH, isDynamic } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import { asks } from './asks.ts';
import type { Entry } from './entry.ts';
import { option, SAFE } from './entry.ts';
import { isSink, systemPath, under } from './system-path.ts';

/** Files and folders: removing, moving, copying, editing, permissions. */
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
        when: (call) =>
          call.has('-b', '--backup') && !call.values('--backup').some(({ text }) => /^(none|off|\uFFFC)/u.test(text)),
      },
      {
        rule: 'FS-MV',
        risk: 'change',
        text: 'copie dans le dossier temporaire que le bloc vient de créer',
        when: (call) =>
          call.name !== 'mv' &&
          call.operands.at(-1)?.text.startsWith(FRESH) === true &&
          !call.has('-t', '--target-directory'),
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
        when: (call) => call.operands.every((operand) => isSink(operand.text)),
      },
      {
        rule: 'FS-TEE',
        risk: 'critical',
        text: 'écrit sur un périphérique ou dans le noyau',
        when: (call) =>
          call.operands.some(({ text }) => !isSink(text) && systemPath(under(call.folder, text)) === 'device'),
      },
      {
        rule: 'FS-TEE',
        risk: 'change',
        text: 'ajoute à la fin d’un fichier',
        when: (call) =>
          call.has('-a', '--append') &&
          call.operands.every(({ text }) => systemPath(under(call.folder, text)) === null),
      },
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
    names: ['patch'],
    cases: [
      asks(
        '--dry-run',
        '-N -R -s -f -t -E -u -c -l -T -Z -p= -i= -d= -F= -D= -B= -V= -Y= -z= --forward --reverse --silent --quiet --force --batch --verbose --posix --binary --strip= --input= --directory= --fuzz=',
        (call) => !call.args.some(({ text }) => /^(-\w*o|--o)/u.test(text)),
      ),
      { rule: 'FS-EDIT', risk: 'destructive', text: 'réécrit des fichiers sur place' },
    ],
  },
  {
    names: ['truncate', 'fallocate', 'ed', 'ex', 'sponge'],
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
];

// A path inside it only without -r: were mktemp to fail unnoticed, `"$dossier/"` would be `/`.
function isOnlyFresh(call: Call): boolean {
  const inside = call.has('-r', '-R', '--recursive') ? '' : String.raw`(/[\w.-]+)?`;
  const path = new RegExp(`^${FRESH}${inside}$`, 'u');
  return (
    call.operands.length > 0 &&
    call.operands.every(({ text, split }) => !split && path.test(text) && !text.endsWith('/..'))
  );
}

function isRecursive(call: Call): boolean {
  return call.args.some(
    (item) => /^-[a-zA-Z]*R|^--recursive$/u.test(item.text) || (item.split && isDynamic(item.text)),
  );
}
