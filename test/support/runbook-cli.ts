import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResultPromise } from 'execa';
import { execa } from 'execa';
import { removeFolder } from './remove-folder.ts';
import { writeCommand } from './write-command.ts';

export const cli = fileURLToPath(new URL('../../runbook-runner/src/cli/bin.ts', import.meta.url));

/** A folder of its own with runbooks and a target, as a user has it, and the command line in it. */
export interface Place {
  readonly folder: string;
  /** Writes a file of this folder. */
  readonly write: (name: string, text: string) => Promise<string>;
  /** Makes a command of this name, found before those of the system: the text of its shell script. */
  readonly command: (name: string, text: string) => Promise<void>;
  /** Calls `runbook` here, without a terminal. */
  readonly runbook: (...words: readonly string[]) => Promise<Called>;
  /** The same, not waited for. */
  readonly start: (...words: readonly string[]) => ResultPromise<CallOptions>;
  readonly state: string;
  /** What `runbook` is told of the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

export interface Called {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

interface CallOptions {
  cwd: string;
  env: Record<string, string>;
  reject: false;
  stdin: 'ignore';
}

export const localTarget = `targets:
  ici:
    description: Un dossier d’essai.
    kind: local
`;

export async function openPlace(targets: string = localTarget): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  const state = join(folder, '.state');
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  await write('targets.yaml', targets);
  // Places of many tests at once have a target of one name: each has its own locks.
  const env = {
    XDG_STATE_HOME: state,
    RUNBOOK_LOCK_FOLDER: join(state, 'locks'),
    RUNBOOK_OPERATORS_FOLDER: join(folder, '.operators'),
    NO_COLOR: '1',
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
  };
  const start = (...words: readonly string[]) =>
    execa<CallOptions>(process.execPath, [cli, ...words], { cwd: folder, env, reject: false, stdin: 'ignore' });
  return {
    folder,
    write,
    command: (name, text) => writeCommand(join(folder, 'bin'), name, text),
    state,
    env,
    start,
    async runbook(...words) {
      const { exitCode, stdout, stderr } = await start(...words);
      return { status: exitCode, stdout, stderr };
    },
    remove: () => removeFolder(folder),
  };
}

/** A whole runbook around `body`. */
export function page(id: string, body: string, extra = ''): string {
  return `---
title: ${id}
description: Un runbook d’essai.
runbook:
  id: ${id}
  owner: exploitation
  reviewed: 2026-11-21
${extra}---

${body}
`;
}

/** A step's fence. */
export function step(info: string, text: string): string {
  return `\`\`\`bash ${info}\n${text}\n\`\`\`\n`;
}

/** An expected output's fence. */
export function output(id: string, text: string): string {
  return `\`\`\`text output="${id}"\n${text}\n\`\`\`\n`;
}
