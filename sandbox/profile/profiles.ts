import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The states of the platform that a sandbox can show: each has a folder here, with what it alone has. */
export const PROFILES = ['initial', 'durci'] as const;
export type ProfileName = (typeof PROFILES)[number];

/** Where the application says that it is ready. */
export const READY_PATH: Readonly<Record<ProfileName, string>> = {
  initial: '/readyz/',
  durci: '/api/health/ready/',
};

/** The files that configure nginx: those of the profile, and those that all profiles include. */
export async function nginxFiles(profile: ProfileName): Promise<readonly string[]> {
  const folders = [NGINX, profileFolder(profile)];
  const names = await Promise.all(folders.map((folder) => readdir(folder)));
  return folders.flatMap((folder, at) => (names[at] ?? []).filter(isNginx).map((name) => join(folder, name)));
}

/** The variables of the application that the profile decides, whatever keeps the services. */
export function applicationFile(profile: ProfileName): string {
  return join(profileFolder(profile), 'application.env');
}

/** The sources that the profile adds to those of the platform. */
export function profileSources(profile: ProfileName): string {
  return join(profileFolder(profile), 'korrigo');
}

function profileFolder(profile: ProfileName): string {
  return join(import.meta.dirname, profile);
}

const isNginx = (name: string) => name.startsWith('nginx');
const NGINX = join(import.meta.dirname, '../platform/nginx');
