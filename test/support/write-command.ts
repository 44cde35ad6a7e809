import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A command of this name in a folder, for a PATH that begins with it. */
export async function writeCommand(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
}
