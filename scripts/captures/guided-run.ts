import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages } from '../../sandbox/packages.ts';
import type { Screen } from './screen.ts';
import { END, openScreen } from './screen.ts';

const RUNBOOK = 'restauration-complete';
/** The end of each menu's question, which may be folded. */
const MENU = 'Entrée)';
const GATE = 'tapez le nom de la cible';

/**
 * A person restores the platform, on a sandbox made for this alone, up to the point of no return; there they stop.
 * @returns the last screen, with its colours, and the command that was called.
 */
export async function guidedRun(repository: string): Promise<{ readonly screen: string; readonly command: string }> {
  await ensurePackages(['tmux']);
  const folder = await mkdtemp(join(tmpdir(), 'korrigo-'));
  const sandbox = (command: string) =>
    execa(process.execPath, [join(repository, 'sandbox/cli.ts'), command, '--dir', join(folder, 'sandbox')]);
  try {
    await sandbox('up');
    const targets = await readFile(join(repository, 'targets.yaml'), 'utf8');
    await writeFile(join(folder, 'targets.yaml'), targets.replaceAll('.sandbox', 'sandbox'));
    await cp(join(repository, 'content'), join(folder, 'content'), { recursive: true });
    const runbook = (...words: readonly string[]) => [join(repository, 'runbook-runner/src/cli/bin.ts'), ...words];
    const env = { XDG_STATE_HOME: join(folder, 'state'), RUNBOOK_LOCK_FOLDER: join(folder, 'locks') };
    for (const backup of ['sauvegarde-base', 'sauvegarde-medias'])
      await execa(process.execPath, runbook('run', backup, '--confirm', 'bac-a-sable'), { cwd: folder, env });
    const screen = await openScreen([process.execPath, ...runbook('run', RUNBOOK)], { cwd: folder, env });
    try {
      await goToGate(screen);
      return {
        screen: fromLastStep(await screen.read('colours')),
        command: `runbook run ${RUNBOOK}`,
      };
    } finally {
      await screen.close();
    }
  } finally {
    await sandbox('down');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Takes the first choice of each menu, and executes each step, until the name of the target is asked for. */
async function goToGate(screen: Screen): Promise<void> {
  for (let menus = 1; ; menus += 1) {
    const text = await screen.until((now) => now.includes(END) || now.includes(GATE) || now.split(MENU).length > menus);
    if (text.includes(END)) throw new Error(`the run ended before the point of no return:\n${text}`);
    if (text.includes(GATE)) return;
    await screen.press('Enter');
  }
}

function fromLastStep(screen: string): string {
  const lines = screen.trimEnd().split('\n');
  const first = lines.findLastIndex((line) => /Étape \d+ sur \d+/.test(line));
  return lines.slice(Math.max(first, 0)).join('\n');
}
