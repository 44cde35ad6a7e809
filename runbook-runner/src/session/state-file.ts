import { createHash } from 'node:crypto';
import type { Access } from '../disk/access.ts';
import { systemCause } from '../disk/cause.ts';
import { readIfPresent } from '../disk/read-if-present.ts';
import { replaceDurably } from '../disk/replace-file.ts';
import { toBytes } from './bytes.ts';
import { SessionError } from './session-error.ts';
import type { KeptState } from './state.ts';

/**
 * The state that an earlier process wrote, or null when there is none; `folder` is that of this session.
 * @throws SessionError when it cannot be read or is not what was written.
 */
export function readStateFile(path: string, folder: string): KeptState | null {
  const content = read(path);
  if (content === null) return null;
  const [first = '', body = ''] = content.split('\n', 2);
  if (first !== header(body)) {
    throw new SessionError(
      `L’état de la session est abîmé : ${path} n’a pas la somme de contrôle attendue. ` +
        'Il ne sera pas exécuté. Remettez le fichier tel qu’il était, ou commencez une nouvelle exécution.',
    );
  }
  const own = toBytes(folder);
  const inFolder = (_: string, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(OWN, () => own) : value;
  return JSON.parse(body, inFolder) as KeptState;
}

/** After a crash at any moment the file is the old one or the new one, never half, and the new one once this returns. */
export function writeStateFile(path: string, state: KeptState, folder: string, access: Access): void {
  const own = toBytes(folder);
  const anywhere = (_: string, value: unknown) => (typeof value === 'string' ? value.replaceAll(own, OWN) : value);
  const body = JSON.stringify(state, anywhere);
  replaceDurably(path, `${header(body)}\n${body}\n`, access);
}

/**
 * Stands for the folder of the session, which is in PATH for its services: the next session has another. No value of bash
 * holds this character.
 */
const OWN = '\0';

function read(path: string): string | null {
  try {
    return readIfPresent(path);
  } catch (error) {
    throw new SessionError(
      `L’état de la session est illisible : ${path} (${systemCause(error)}). ` +
        'Rendez le fichier lisible, ou commencez une nouvelle exécution : l’état des étapes déjà faites (variables, dossier) serait perdu.',
    );
  }
}

/** The format's version, and a sum that finds damage; it does not authenticate: nobody writes there but those it is kept for. */
function header(body: string): string {
  return `runbook-session 1 ${createHash('sha256').update(body).digest('hex')}`;
}
