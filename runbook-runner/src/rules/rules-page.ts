import type { Explained, RiskFamily, RuleEntry, RuleFamily } from './rule-entry.ts';

/** The reference page of the rules and of the reasons of risk, in Markdown: the catalogues are its only source. */
export function rulesPage(families: readonly RuleFamily[], reasons: RiskFamily): string {
  const count = families.flatMap(({ rules }) => Object.keys(rules)).length;
  return `---
title: Les règles d’un runbook
description: Ce que « runbook check » refuse ou signale, pourquoi, et comment le corriger.
---

${prose(`\`runbook check\` applique ces ${count} règles sans rien exécuter. Une **erreur** empêche d’exécuter le document ; un **avertissement** vous laisse juge. Chaque message donne le fichier, la ligne et la colonne, ce qui était attendu et ce qu’il faut faire ; le nom de la règle, entre crochets, est le titre à chercher sur cette page.`)}
${families.map((family) => section(family, Object.entries(family.rules).map(rule))).join('')}${section(reasons, Object.entries(reasons.rules).map(reason))}`;
}

function section(
  { title, introduction }: Pick<RiskFamily, 'title' | 'introduction'>,
  rules: readonly string[],
): string {
  return `
## ${prose(title)}

${prose(introduction)}
${rules.join('')}`;
}

function rule([id, entry]: [string, RuleEntry]): string {
  return explained(id, `**${prose(entry.title)}** (${entry.severity === 'error' ? 'erreur' : 'avertissement'})`, entry);
}

function reason([id, entry]: [string, Explained]): string {
  return explained(id, `**${prose(entry.title)}**`, entry);
}

function explained(id: string, title: string, { explanation, bad, fix }: Explained): string {
  return `
### ${id}

${title}. ${prose(explanation)}

${fenced(bad)}

**Pour corriger.** ${prose(fix)}
`;
}

// The marks are longer than any the example shows; a character that cannot be seen is written as its code.
function fenced(example: string): string {
  const text = example.replace(/\p{Cf}/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([marks]) => marks.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}text\n${text}\n${marks}`;
}

/** French typography outside of code: a no-break space before : ; ! ? » and after «. */
function prose(text: string): string {
  return text
    .split(/(`+[^`]+`+)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/ (?=[:;!?»])|(?<=«) /g, '\u00a0')))
    .join('');
}
