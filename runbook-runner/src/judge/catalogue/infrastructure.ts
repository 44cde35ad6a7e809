import type { Call } from '../../shell-text/grammar.ts';
import type { Entry, HazardCase } from './entry.ts';
import { SAFE } from './entry.ts';
import { tool, words } from './tool.ts';

const CHANGES: HazardCase = {
  rule: 'CLOUD',
  risk: 'critical',
  text: 'crée, change ou détruit l’infrastructure que ses fichiers décrivent',
};
const PLAYS: HazardCase = {
  rule: 'EXEC-OPAQUE',
  risk: 'opaque',
  text: 'exécute sur des machines ce que l’on ne juge pas',
};

/** Options of `ansible` with which even a ping runs a program, loads code or writes. */
const RUN_MORE =
  '-e --extra-vars -t --tree -M --module-path --playbook-dir -c --connection --ssh-common-args --sftp-extra-args --scp-extra-args --ssh-extra-args --become-method --flush-cache --vault-id --vault-password-file --vault-pass-file'.split(
    ' ',
  );
const ANSIBLE =
  '-a= --args= -m= --module-name= -i= --inventory= --inventory-file= -l= --limit= -b --become -K --ask-become-pass -k --ask-pass -u= --user= -f= --forks= -v --verbose -o --one-line -t= --tree= -e= --extra-vars= -C --check -D --diff -B= --background= -P= --poll= -T= --timeout= -c= --connection= --private-key= --key-file= --ssh-common-args= --sftp-extra-args= --scp-extra-args= --ssh-extra-args= --become-method= --become-user= --vault-id= -J --ask-vault-password --ask-vault-pass --vault-password-file= --vault-pass-file= -M= --module-path= --playbook-dir= --task-timeout= --list-hosts --version -h --help --flush-cache';

/** What builds and configures machines from files. */
export const INFRASTRUCTURE: readonly Entry[] = [
  tool({
    names: 'terraform tofu',
    reads: [
      'version',
      'show',
      'output',
      'validate',
      'providers schema',
      'graph',
      'plan',
      'state list',
      'state show',
      'state pull',
      'workspace list',
      'workspace show',
      'metadata functions',
    ],
    writes: /^--?(out(=(?!\/dev\/null$)|$)|generate-config-out)/u,
    cases: [
      { ...SAFE, when: (call) => call.args.at(-1)?.text === 'providers' && words(call).length === 1 },
      {
        ...SAFE,
        when: (call) =>
          words(call)[0] === 'fmt' &&
          call.args.some(({ text }) => /^--?check$/u.test(text)) &&
          !call.args.some(({ text }) => /^--?write=true/u.test(text)),
      },
      {
        rule: 'CLOUD',
        risk: 'change',
        text: 'prépare son dossier de travail',
        when: (call) => words(call)[0] === 'init' && !call.args.some(({ text }) => /migrate|reconf|force/u.test(text)),
      },
    ],
    otherwise: CHANGES,
  }),
  tool({
    names: 'pulumi',
    reads: ['version', 'about', 'whoami', 'stack ls', 'stack output', 'stack history', 'config get', 'plugin ls'],
    writes: /^--(prof|mem|trac)/u,
    otherwise: CHANGES,
  }),
  { names: ['ansible'], options: ANSIBLE, cases: [{ ...SAFE, when: (call) => onlyTells(call) || pings(call) }, PLAYS] },
  { names: ['ansible-playbook'], cases: [{ ...SAFE, when: onlyTells }, PLAYS] },
  {
    names: ['ansible-inventory'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some(({ text }) => /^--(list|graph|host)/u.test(text)) &&
          !call.args.some(({ text }) => text.startsWith('--o')) &&
          !asksAProgram(call),
      },
      PLAYS,
    ],
  },
  tool({ names: 'ansible-config', reads: ['dump', 'list', 'view'], otherwise: PLAYS }),
];

function onlyTells(call: Call): boolean {
  return (
    !asksAProgram(call) &&
    call.args.some(({ text }) => /^--(list-(hosts|tasks|tags)|syntax-check|version)$/u.test(text))
  );
}

// The file that holds the password of a vault may be a program, and so may that of the inventory.
function asksAProgram(call: Call): boolean {
  return call.args.some(({ text }) => /^--va|\.(sh|bash|py|pl|rb|php)$/u.test(text));
}

// Without a module it is a command; a template, or a folder of facts, may run a program.
function pings(call: Call): boolean {
  const modules = call.values('-m', '--module-name');
  return (
    modules.length > 0 &&
    modules.every(({ text }) => /^(ansible\.builtin\.)?(ping|setup)$/u.test(text)) &&
    call
      .values('-a', '--args')
      .every(({ text, split }) => !split && /^((filter|gather_subset|gather_timeout|data)=[^\s{]*\s*)*$/u.test(text)) &&
    !call.has(...RUN_MORE) &&
    !asksAProgram(call) &&
    call.args.every(({ split }) => !split)
  );
}
