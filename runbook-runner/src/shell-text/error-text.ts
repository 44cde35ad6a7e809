/** An error of the shell's parser in French; what it has no words for is given as it is. */
export function shellErrorText(message: string): string {
  for (const [pattern, text] of texts) {
    const match = pattern.exec(message);
    if (match) return text.replace('$1', match[1] ?? '').replace('$2', match[2] ?? '');
  }
  return message;
}

const constructs: Readonly<Record<string, string>> = {
  'ANSI-C quote': "la chaîne $'…'",
  'single quote': 'la chaîne entre apostrophes',
  'double quote': 'la chaîne entre guillemets',
  backtick: 'la substitution entre accents graves',
  'command substitution': 'la substitution $(…)',
  'process substitution': 'la substitution <(…)',
  'parameter expansion': 'l’expansion ${…}',
  'arithmetic expansion': 'l’expression $((…))',
  'arithmetic command': 'l’expression ((…))',
};

const texts: readonly (readonly [RegExp, string])[] = [
  ...Object.entries(constructs).map(
    ([name, text]) => [new RegExp(`^unterminated ${name}`), `${text} n’est pas fermée`] as const,
  ),
  [/^unterminated (.+)$/, 'une construction n’est pas fermée ($1)'],
  [/^expected '(.+)' to close '(.+)'$/, 'il manque « $1 » pour fermer « $2 »'],
  [/^expected '(.+)' to close (.+)$/, 'il manque « $1 » ($2)'],
  [/^expected '(.+)' after 'case' word$/, 'il manque « $1 » après le mot de « case »'],
  [/^expected '(.+)'$/, 'il manque « $1 »'],
  [/^expected command after '(.+)'$/, 'il manque une commande après « $1 »'],
  [/^expected command in .+$/, 'il manque une commande entre les parenthèses ou les accolades'],
  [/^expected word after '(.+)'$/, 'il manque un mot après « $1 »'],
  [/^expected redirect target$/, 'il manque le fichier d’une redirection'],
  [/^unexpected token '(.+)'$/, '« $1 » n’est pas attendu ici'],
  [/^maximum .+ nesting depth exceeded$/, 'trop de constructions imbriquées'],
];
