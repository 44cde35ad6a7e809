import type { SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { exactValue } from '../../shell-text/argument.ts';
import { placeIn } from '../shell/context.ts';
import { commandsRunning } from '../shell/script.ts';
import type { StepRule } from '../step-rule.ts';

/** Commands of the shell itself: their arguments are not seen by other users of the machine. */
const builtins = new Set([
  'echo',
  'printf',
  'test',
  '[',
  ':',
  'read',
  'export',
  'declare',
  'local',
  'readonly',
  'unset',
  'set',
  'typeset',
  'command',
  'builtin',
]);

/** A secret on the output of a step, or in the arguments of a program, has left the session. */
export const secretShown: StepRule = ({ secrets, script, report }) => {
  if (!isNamed(secrets, script.text)) return;
  for (const command of script.commands) {
    const used = command.node.args.find((argument) => mentions(argument, secrets));
    if (!used || exactValue(command.words[0]) === null) continue;
    const { offset, length } = placeIn(command.anchor, used);
    const { invocations } = command;
    const program = invocations.at(-1)?.program;
    const builtin = program !== undefined && invocations.every((run) => !run.elsewhere && builtins.has(run.program));
    if (!builtin) {
      report('secret-in-arguments', offset, length, {
        message: 'Un secret est passé en argument d’un programme : tout utilisateur de la machine peut le lire (ps).',
        expected:
          'le secret sur l’entrée standard, dans un fichier 0600, ou dans l’environnement de cette seule commande.',
        action: 'Écrivez par exemple : printf \'%s\' "$SECRET" | programme, ou SECRET="$SECRET" programme.',
      });
    } else if ((program === 'echo' || program === 'printf') && command.output === 'inherited') {
      report('secret-shown', offset, length, {
        message: 'Un secret est écrit sur la sortie de l’étape.',
        expected: 'une sortie sans secret : elle est montrée, journalisée et mise dans le rapport.',
        action: 'Retirez-le, ou envoyez-le à la commande qui le lit par un tube (|).',
      });
    }
  }
};

/** What is computed from a secret lasts one step, like the secret itself: a later step would find it unset. */
export const secretKept: StepRule = ({ secrets, script, scripts, report }) => {
  if (secrets.size === 0 || script.uses.length === 0) return;
  const tainted = new Set<string>();
  for (const before of scripts.slice(0, scripts.indexOf(script))) {
    const named = isNamed(secrets, before.text) || isNamed(tainted, before.text);
    for (const { node } of before.assignments) {
      if (named && (mentions(node, secrets) || mentions(node, tainted))) tainted.add(node.name);
      else tainted.delete(node.name);
    }
  }
  for (const { node } of script.assignments) tainted.delete(node.name);
  const use = script.uses.find(({ name }) => tainted.has(name));
  if (!use) return;
  report('secret-kept', use.offset, use.length, {
    message: `« ${use.name} » a été calculée à partir d’un secret dans une étape précédente : elle n’est pas conservée.`,
    expected: 'une valeur issue d’un secret n’est employée que dans l’étape qui la calcule.',
    action: 'Recalculez-la dans cette étape, ou réunissez les deux étapes.',
  });
};

/** `set -x` writes every value, secrets included, to the error output. */
export const xtrace: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(shells, script)) {
    const { run } = command;
    const on = run.args.find(
      ({ text }, index) => /^-[a-wyzA-Z]*x/.test(text) || (text === 'xtrace' && run.args[index - 1]?.text === '-o'),
    );
    if (!on) continue;
    report('xtrace', command.offset, command.length, {
      message: 'La trace du shell (set -x) écrit chaque valeur, secrets compris, dans la sortie et le journal.',
      expected: 'des étapes sans trace : la commande est déjà sur la page.',
      action: 'Retirez-la ; pour chercher une panne, ouvrez un shell dans la session.',
    });
    return;
  }
};

const shells = new Set(['set', 'bash', 'sh', 'dash', 'ksh', 'zsh']);

// Looking for a name in the text costs much less than in its tree.
function isNamed(names: ReadonlySet<string>, text: string): boolean {
  for (const name of names) if (text.includes(name)) return true;
  return false;
}

function mentions(node: SyntaxNode, names: ReadonlySet<string>): boolean {
  if (node.type === 'SimpleExpansion') return names.has(node.text.slice(1));
  // Its length says little, and `${X:?}` is how a step demands that it be there.
  if (node.type === 'ParameterExpansion' && names.has(node.parameter)) return node.prefix !== '#';
  let found = false;
  forEachChild(node, (child) => {
    found ||= mentions(child, names);
  });
  return found;
}
