import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

const root = join(import.meta.dirname, '..');

/** Builds the documentation if it is not built, and serves it in the background on loopback. Says where and how to end it. */
export async function serveDocs(): Promise<void> {
  if (!existsSync(join(root, 'dist/index.html'))) {
    await execa('npm', ['run', '--silent', 'build:site'], { cwd: root, stdout: 'ignore', stderr: 'inherit' });
  }
  const server = spawn(
    process.execPath,
    [join(root, 'node_modules/astro/bin/astro.mjs'), 'preview', '--host', '127.0.0.1'],
    {
      cwd: root,
      detached: true,
      stdio: 'ignore',
    },
  );
  server.unref();
  process.stdout.write(`\n  Documentation   http://127.0.0.1:4321/ (pour l’arrêter : kill ${server.pid})\n`);
  process.stdout.write('  Bac à sable     en service (pour l’arrêter : npm run sandbox -- down)\n');
}
