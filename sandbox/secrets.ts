import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Sandbox } from './folder.ts';
import { inside } from './folder.ts';

/** The sandbox's own secrets: generated once, one 0600 file each in `secrets/`, then read back. */
export async function ensureSecrets(sandbox: Sandbox): Promise<Secrets> {
  await mkdir(inside(sandbox, 'secrets'), { recursive: true, mode: 0o700 });
  return {
    secretKey: await ensureSecret(sandbox, 'secret-key', 48),
    dbPassword: await ensureSecret(sandbox, 'db-password', 24),
    administration: await ensureSecret(sandbox, 'administration', 15),
    verification: await ensureSecret(sandbox, 'verification', 15),
  };
}

async function ensureSecret(sandbox: Sandbox, name: string, bytes: number) {
  const path = inside(sandbox, 'secrets', name);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    // base64url: no character that a shell, a URL or a configuration file would read otherwise.
    const value = randomBytes(bytes).toString('base64url');
    await writeFile(path, `${value}\n`, { mode: 0o600, flag: 'wx' });
    return value;
  }
}

export interface Secrets {
  readonly secretKey: string;
  readonly dbPassword: string;
  readonly administration: string;
  readonly verification: string;
}
