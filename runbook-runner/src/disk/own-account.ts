import { userInfo } from 'node:os';
import { getuid } from 'node:process';

/** The number of the account that executes this process. */
export function ownUid(): number {
  return getuid?.() ?? 0;
}

/** Its home folder, whatever HOME says; null when the system does not know it. */
export function ownHome(): string | null {
  try {
    return userInfo().homedir;
  } catch {
    return null;
  }
}

/** Its name; its number when the system does not know it, as in a container that is started with a number. */
export function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(ownUid());
  }
}
