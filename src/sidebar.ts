import { readdirSync } from 'node:fs';

/**
 * The menu: runbooks in the order in which they are needed, then any other one by name, so that none is hidden.
 * @param content the folder of the pages.
 */
export function sidebar(content: string): SidebarItem[] {
  const runbooks = pagesIn(content, 'runbooks');
  const ordered = [...ORDER.filter((id) => runbooks.includes(id)), ...runbooks.filter((id) => !ORDER.includes(id))];
  return [
    { label: 'Accueil', slug: 'index' },
    ...group('Runbooks', 'runbooks', ordered),
    ...group('Référence', 'reference', pagesIn(content, 'reference').reverse()),
  ];
}

const ORDER = [
  'verification-sante',
  'sauvegarde-base',
  'sauvegarde-medias',
  'restauration-base',
  'restauration-medias',
  'restauration-complete',
  'prouver-identite',
];

function pagesIn(content: string, folder: string): string[] {
  const names = readdirSync(content, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const pages = names.filter((name) => name.startsWith(`${folder}/`) && name.endsWith('.md'));
  return pages.map((name) => name.slice(folder.length + 1, -'.md'.length)).sort();
}

function group(label: string, folder: string, names: readonly string[]): SidebarItem[] {
  return names.length === 0 ? [] : [{ label, items: names.map((name) => ({ slug: `${folder}/${name}` })) }];
}

type SidebarItem =
  | { readonly label?: string; readonly slug: string }
  | { readonly label: string; readonly items: { readonly slug: string }[] };
