import type { Call } from '../../shell-text/grammar.ts';
import type { Entry, HazardCase } from './entry.ts';
import { hasWord, SAFE } from './entry.ts';
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

/** What builds and configures machines from files. */
export const INFRASTRUCTURE: readonly Entry[] = [
  tool({
    names: 'terraform tofu',
    reads: [
      'version',
      'show',
      'output',
      'validate',
      'providers',
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
    otherwise: CHANGES,
  }),
  { names: ['ansible'], cases: [{ ...SAFE, when: (call) => lists(call) || pings(call) }, PLAYS] },
  { names: ['ansible-playbook'], cases: [{ ...SAFE, when: lists }, PLAYS] },
  {
    names: ['ansible-inventory'],
    cases: [
      {
        ...SAFE,
        when: (call) =>
          call.args.some(({ text }) => /^--(list|graph|host)/u.test(text)) &&
          !hasWord(call, '--output') &&
          !call.args.some(({ text }) => text.startsWith('--output=')),
      },
      PLAYS,
    ],
  },
  tool({ names: 'ansible-config', reads: ['dump', 'list', 'view'], otherwise: PLAYS }),
];

function lists(call: Call): boolean {
  return call.args.some(({ text }) => /^--(list-(hosts|tasks|tags)|syntax-check|version)$/u.test(text));
}

// A template of its arguments may run a program.
function pings(call: Call): boolean {
  const module = call.args[call.args.findIndex(({ text }) => /^(-m|--module-name)$/u.test(text)) + 1]?.text;
  return (
    /^(ansible\.builtin\.)?(ping|setup)$/u.test(module ?? '') &&
    !call.args.some(({ text, split }) => split || text.includes('{{') || /^(-e|--extra)/u.test(text))
  );
}
