import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { SessionError, systemCause } from './session-error.ts';
import type { KeptState } from './state.ts';

/**
 * Creates the folder (0700), or checks that an existing one is this user's alone: what it holds will be executed.
 * @throws SessionError
 */
export async function preparePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const { uid, mode } = await stat(path);
    if (uid !== userInfo().uid || (mode & 0o077) !== 0) {
      throw new SessionError(
        `Le dossier de session ${path} doit appartenir à l’utilisateur courant et n’être lisible que de lui (0700), ` +
          `or il a les droits ${(mode & 0o777).toString(8).padStart(4, '0')}. Corrigez-les (chmod 700) ou commencez une nouvelle exécution.`,
      );
    }
  } catch (error) {
    if (error instanceof SessionError) throw error;
    throw new SessionError(
      `Le dossier de session ${path} ne peut pas être créé (${systemCause(error)}). Vérifiez le chemin, les droits et la place disponible.`,
    );
  }
}

/**
 * The state that an earlier process wrote, or null when there is none.
 * @throws SessionError when it cannot be read or is not what was written.
 */
export async function readStateFile(path: string): Promise<KeptState | null> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemCause(error) === 'ENOENT') return null;
    throw new SessionError(
      `L’état de la session est illisible : ${path} (${systemCause(error)}). ` +
        'Rendez le fichier lisible, ou commencez une nouvelle exécution : l’état des étapes déjà faites (variables, dossier) serait perdu.',
    );
  });
  if (content === null) return null;
  const [first = '', body = ''] = content.split('\n', 2);
  if (first !== header(body)) {
    throw new SessionError(
      `L’état de la session est abîmé : ${path} n’a pas la somme de contrôle attendue. ` +
        'Il ne sera pas exécuté. Remettez le fichier tel qu’il était, ou commencez une nouvelle exécution.',
    );
  }
  return JSON.parse(body) as KeptState;
}

/** After a crash at any moment the file is the old one or the new one, never half, and the new one once this returns. */
export async function writeStateFile(path: string, state: KeptState): Promise<void> {
  const body = JSON.stringify(state);
  await replaceFile(path, `${header(body)}\n${body}\n`);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** The format's version, and a sum that finds damage; it does not authenticate: the folder is this user's alone. */
function header(body: string): string {
  return `runbook-session 1 ${createHash('sha256').update(body).digest('hex')}`;
}
