import type { Risk } from '../verdict.ts';

interface Meta {
  readonly risk: Risk;
  readonly text: string;
  /** A shell text that it runs. */
  readonly shell?: string;
  /** A statement that it sends. */
  readonly sql?: string;
}

const READING =
  /^(d[a-zA-Z]*S?|l|list|z|sf|sv|conninfo|echo|qecho|warn|pset|x|t|a|C|f|H|T|timing|encoding|q|quit|gset|gx|gdesc|crosstabview|set|unset|if|elif|else|endif|restrict|unrestrict|p|print|h|help|\?|errverbose|bind|cd|copyright|r|reset|s|prompt|getenv|watch)$/u;

/** What a psql command does. `argument` is the rest of its line. */
export function metaCommand(name: string, argument: string): Meta {
  const words = argument.trim();
  if (name === '!') return { risk: 'safe', text: '', shell: words };
  if (/^(g|gx|o|out|w|write|s)$/u.test(name) && words !== '' && !/^\([^)]*\)$/u.test(words)) {
    if (words.startsWith('|'))
      return { risk: 'change', text: 'envoie ses résultats à une commande', shell: words.slice(1) };
    return { risk: 'destructive', text: 'écrit dans un fichier et remplace ce qu’il contient' };
  }
  if (name === 'g' || name === 'o' || name === 'out') return { risk: 'safe', text: '' };
  if (READING.test(name)) return { risk: 'safe', text: '' };
  if (name === 'copy') return copy(words);
  if (name === 'c' || name === 'connect')
    return { risk: 'change', text: 'change de base : la suite s’exécute ailleurs' };
  if (name === 'setenv') return { risk: 'opaque', text: 'change l’environnement des commandes suivantes' };
  if (name === 'password' || name === 'lo_unlink')
    return { risk: 'destructive', text: 'change ou efface une donnée de la base' };
  if (name === 'lo_import') return { risk: 'change', text: 'ajoute un objet à la base' };
  if (name === 'i' || name === 'ir' || name === 'include' || name === 'include_relative')
    return { risk: 'opaque', text: 'exécute un fichier dont le contenu n’est pas jugé' };
  if (name === 'gexec') return { risk: 'opaque', text: 'exécute le résultat de la requête' };
  return { risk: 'opaque', text: 'n’est pas une commande de psql que l’on sait juger' };
}

function copy(words: string): Meta {
  const quoted = words.replaceAll(/'(?:[^']|'')*'/gu, "''");
  if (/\bprogram\b/iu.test(quoted)) return { risk: 'opaque', text: 'lance un programme' };
  if (/\bto\s+(stdout|pstdout)\b/iu.test(quoted) && !/\bfrom\s+(stdin|pstdin|'')/iu.test(quoted)) {
    return { risk: 'safe', text: '', sql: `copy ${words.replace(/\bpstdout\b/iu, 'stdout')}` };
  }
  if (/\bto\b/iu.test(quoted) && !/\bfrom\s+(stdin|pstdin|'')/iu.test(quoted))
    return { risk: 'destructive', text: 'écrit dans un fichier et remplace ce qu’il contient' };
  return { risk: 'destructive', text: 'ajoute des lignes à une table' };
}
