import type { RuleEntry, RuleFamily } from './rule-entry.ts';

/** The reference page of the rules, in Markdown: the catalogue is its only source. */
export function rulesPage(families: readonly RuleFamily[]): string {
  const count = families.flatMap(({ rules }) => Object.keys(rules)).length;
  return `---
title: Les règles d’un runbook
description: Ce que « runbook check » refuse ou signale, pourquoi, et comment le corriger.
---

${prose(`\`runbook check\` applique ces ${count} règles sans rien exécuter. Une **erreur** empêche d’exécuter le document ; un **avertissement** vous laisse juge. Chaque message donne le fichier, la ligne et la colonne, ce qui était attendu et ce qu’il faut faire ; le nom de la règle, entre crochets, est le titre à chercher sur cette page.`)}
${families.map(section).join('')}`;
}

function section({ title, introduction, rules }: RuleFamily): string {
  return `
## ${prose(title)}

${prose(introduction)}
${Object.entries(rules)
  .map(([id, entry]) => rule(id, entry))
  .join('')}`;
}

function rule(id: string, { severity, title, explanation, bad, fix }: RuleEntry): string {
  return `
### ${id}

**${prose(title)}** (${severity === 'error' ? 'erreur' : 'avertissement'}). ${prose(explanation)}

${fenced(bad)}

**Pour corriger.** ${prose(fix)}
`;
}

// The marks are longer than any the example shows.
function fenced(text: string): string {
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
