import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from './machine.ts';

/** A browser without pages: asks nginx, keeps the session cookie once signed in. */
export async function visitor(machine: Machine): Promise<Visitor> {
  const baseUrl = await machine.baseUrl();
  return { get: (path) => fetch(baseUrl + path, { redirect: 'manual' }) };
}

/** Signs in as the verification account, whose password is in the secrets of the sandbox. */
export async function signedInVisitor(machine: Machine): Promise<Visitor> {
  const baseUrl = await machine.baseUrl();
  const password = (await readFile(join(machine.dir, 'secrets/verification'), 'utf8')).trim();
  const answer = await fetch(`${baseUrl}/api/login/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'verification', password }),
  });
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { get: (path) => fetch(baseUrl + path, { redirect: 'manual', headers: { cookie: cookie.join('; ') } }) };
}

export interface Visitor {
  readonly get: (path: string) => Promise<Response>;
}
