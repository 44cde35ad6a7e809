import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolders } from '../../platform/sources.ts';
import type { ProfileName } from '../../profile/profiles.ts';
import type { ImageSource } from './choice.ts';

/** The name of each image; of those that are made here, the tag says what they are made of. */
export async function imageNames(source: ImageSource, profile: ProfileName): Promise<ImageNames> {
  const made = async (name: string) => `korrigo-sandbox/${name}:${await digest(join(RECIPES, name))}`;
  const python = await made('python');
  const project = await Promise.all([join(RECIPES, 'backend'), ...projectFolders(profile)].map(digest));
  const backend = `korrigo-sandbox/backend:${hash([python, ...project].join('\n'))}`;
  if (source === 'registry') return { ...OFFICIAL, python, backend };
  return { db: await made('db'), redis: await made('redis'), nginx: await made('nginx'), python, backend };
}

export const RECIPES = join(import.meta.dirname, 'images');

const OFFICIAL = { db: 'postgres:15-alpine', redis: 'redis:7-alpine', nginx: 'nginx:1.25-alpine' };

/** What stands in a folder: names and contents. */
async function digest(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  const texts = await Promise.all(
    paths.map(async (path) => `${path.slice(folder.length)}\0${await readFile(path, 'utf8')}`),
  );
  return hash(texts.join('\0'));
}

export function hash(text: string) {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** The image of each service; `python` is what the application's is made from. */
export interface ImageNames {
  readonly db: string;
  readonly redis: string;
  readonly nginx: string;
  readonly python: string;
  readonly backend: string;
}
