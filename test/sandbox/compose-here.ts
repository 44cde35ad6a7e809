import { SandboxError } from '../../sandbox/error.ts';
import type { DockerChoice } from '../../sandbox/topology/compose/choice.ts';
import { chooseDocker } from '../../sandbox/topology/compose/choice.ts';

/** Whose Docker a sandbox would use here; else why this machine allows none, for the title of the tests that are left out. */
export async function composeHere(): Promise<{ readonly docker: DockerChoice | null; readonly why: string }> {
  try {
    return { docker: await chooseDocker({ link: '', root: '', uid: process.getuid?.() ?? -1 }), why: '' };
  } catch (error) {
    if (error instanceof SandboxError) return { docker: null, why: ` – sauté ici : ${error.message}` };
    throw error;
  }
}
