import { readdirSync } from 'node:fs';

/**
 * The menu: runbooks in the order in which they are needed, then any other one by name, so that none is hidden.
 * @param content the folder of the pages.
 */
export function sidebar(content: string): SidebarItem[] {
  return [
    { label: 'Accueil', slug: 'index' },
    ...group('Runbooks', 'runbooks', ordered(pagesIn(content, 'runbooks'), RUNBOOKS)),
    ...group('Référence', 'reference', ordered(pagesIn(content, 'reference'), REFERENCE)),
  ];
}

const RUNBOOKS = [
  'verification-sante',
  'sauvegarde-base',
  'sauvegarde-medias',
  'restauration-base',
  'restauration-medias',
  'restauration-complete',
  'prouver-identite',
];

const REFERENCE = ['format', 'cli', 'targets', 'garanties', 'regles'];

function pagesIn(content: string, folder: string): string[] {
  const names = readdirSync(content, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const pages = names.filter((name) => name.startsWith(`${folder}/`) && name.endsWith('.md'));
  return pages.map((name) => name.slice(folder.length + 1, -'.md'.length)).sort();
}

function ordered(pages: readonly string[], order: readonly string[]): string[] {
  return [...order.filter((name) => pages.includes(name)), ...pages.filter((name) => !order.includes(name))];
}

function group(label: string, folder: string, names: readonly string[]): SidebarItem[] {
  return names.length === 0 ? [] : [{ label, items: names.map((name) => ({ slug: `${folder}/${name}` })) }];
}

type SidebarItem =
  | { readonly label?: string; readonly slug: string }
  | { readonly label: string; readonly items: { readonly slug: string }[] };
