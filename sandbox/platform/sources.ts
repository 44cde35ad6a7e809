import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProfileName } from '../profile/profiles.ts';
import { profileSources } from '../profile/profiles.ts';

/** The folders whose files make the Django project of a profile; no file is in two of them. */
export function projectFolders(profile: ProfileName): readonly string[] {
  return [join(import.meta.dirname, 'korrigo'), profileSources(profile)];
}

/** Copies the Django project, as a profile has it. */
export async function copyProject(profile: ProfileName, to: string): Promise<void> {
  for (const from of projectFolders(profile)) {
    await cp(from, to, { recursive: true, filter: (path) => !path.endsWith('__pycache__') });
  }
}
