import type { CommandArgument, ParameterExpansionPart, SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { shellTree } from '../../shell-text/tree.ts';
import type { Place } from '../shell/context.ts';
import { placeIn } from '../shell/context.ts';
import type { Sentences, StepRule } from '../step-rule.ts';

/** A list is an array of the shell: by its bare name, only the first item would be read, set or given. */
export const listMisread: StepRule = ({ runbook, script, report }) => {
  const lists = new Set(runbook.variables.filter(({ type }) => type === 'list').map(({ name }) => name));
  if (lists.size === 0) return;
  const visitIn = (anchor: Place | null): ((node: SyntaxNode) => void) => {
    const tell = (node: SyntaxNode, says: Sentences): void => {
      const { offset, length } = placeIn(anchor, node);
      report('list-misread', offset, length, says);
    };
    const visit = (node: SyntaxNode): void => {
      if (node.type === 'SimpleExpansion' && lists.has(node.text.slice(1))) tell(node, firstOnly(node.text));
      if (node.type === 'ParameterExpansion' && lists.has(node.parameter) && !node.index)
        tell(node, node.prefix === '#' ? lengthOfFirst(node) : firstOnly(node.text, node.parameter));
      if (node.type === 'Assignment' && lists.has(node.name) && !node.index && node.value.type !== 'ArrayValue')
        tell(node, firstSet(node.text, node.name));
      if ((node.type === 'For' || node.type === 'Select') && lists.has(node.name.value))
        tell(node.name, firstSet(`for ${node.name.value}`, node.name.value));
      if (node.type === 'Command' && node.name?.value === 'export')
        for (const word of node.args) if (lists.has(word.text)) tell(word, exported(word.text));
      for (const part of splitParts(node)) if (lists.has(part.parameter)) tell(part, unquoted(part));
      // The positions of what is in backquotes index a text of its own.
      const own = node.type === 'CommandExpansion' && node.script?.source !== undefined;
      forEachChild(node, own ? visitIn(anchor ?? placeIn(null, node)) : visit);
    };
    return visit;
  };
  visitIn(null)(shellTree(script.text));
};

/** The expansions of a node's words whose items the shell would cut and glob. */
function splitParts(node: SyntaxNode): readonly ParameterExpansionPart[] {
  return splitWords(node)
    .flatMap((word) => (word.type === 'Word' ? (word.parts ?? []) : []))
    .filter((part) => part.type === 'ParameterExpansion')
    .filter(({ index, prefix }) => prefix === undefined && (index?.value === '@' || index?.value === '*'));
}

function splitWords(node: SyntaxNode): readonly CommandArgument[] {
  if (node.type === 'Command') return node.name ? [node.name, ...node.args] : node.args;
  if (node.type === 'For' || node.type === 'Select') return node.wordlist ?? [];
  return node.type === 'ArrayValue' ? node.elements : [];
}

function firstOnly(written: string, name = written.slice(1)): Sentences {
  return {
    message: `« ${written} » ne lit que le premier élément de cette liste.`,
    expected: `"\${${name}[@]}" : tous ses éléments, un mot chacun.`,
    action: `Écrivez "\${${name}[@]}", ou parcourez-la : for x in "\${${name}[@]}"; do …; done`,
  };
}

function lengthOfFirst({ text, parameter }: ParameterExpansionPart): Sentences {
  return {
    message: `« ${text} » compte les caractères du premier élément de cette liste.`,
    expected: `\${#${parameter}[@]} : le nombre de ses éléments.`,
    action: `Écrivez \${#${parameter}[@]}.`,
  };
}

function firstSet(written: string, name: string): Sentences {
  return {
    message: `« ${written} » ne remplace que le premier élément de cette liste.`,
    expected: `une liste entière, ${name}=('…' '…'), ou un autre nom.`,
    action: 'Donnez un autre nom à ce texte : une valeur de l’en-tête ne change pas en route.',
  };
}

function exported(name: string): Sentences {
  return {
    message: `« export ${name} » n’a pas d’effet : une liste n’est jamais une variable d’environnement.`,
    expected: 'des éléments donnés en arguments, ou sur l’entrée standard.',
    action: `Donnez-les à la commande : "\${${name}[@]}".`,
  };
}

function unquoted({ text }: ParameterExpansionPart): Sentences {
  return {
    message: `« ${text} » sans guillemets : le shell coupe chaque élément aux espaces, et y remplace * et ?.`,
    expected: `"${text}".`,
    action: 'Mettez-la entre guillemets.',
  };
}
