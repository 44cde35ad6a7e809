import { copyFile, mkdtemp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityOf } from '../sandbox/identity.ts';
import type { Archives, Drill } from './platform.ts';
import { chosen } from './platform.ts';

/** A restoration from a bad archive must stop before anything is lost, and say which file and what to do. */
export function describeArchives(drill: () => Drill) {
  describe('a restoration is refused and the platform is untouched', () => {
    const damages: readonly (readonly [string, Damage, RegExp])[] = [
      ['is truncated', cut, /computed checksum did NOT match/],
      ['has one byte changed', flipByte, /computed checksum did NOT match/],
      ['is missing', (path) => rm(path), /No such file or directory/],
    ];
    for (const [kind, name] of [
      ['database', 'ARCHIVE'],
      ['media', 'ARCHIVE_MEDIAS'],
    ] as const) {
      test.each(damages)(`when the archive of the ${kind} %s`, async (_, damage, complaint) => {
        const { platform, archives } = drill();
        const copy = await copyOf(archives);
        await damage(copy[name]);
        const before = await identityOf(platform.machine);
        const { status, stdout } = await platform.run('restauration-complete', ...chosen(copy));
        expect(status).toBe(1);
        expect(stdout).toMatch(complaint);
        expect(stdout).toContain(basename(copy[name]));
        expect(stdout).toMatch(/Choisissez-en une autre|Vérifiez BACKUP_DIR/);
        expect(stdout).not.toContain('Mise de côté');
        expect(await identityOf(platform.machine)).toEqual(before);
        expect(await platform.machine.sandbox('status')).toMatchObject({ exitCode: 0 });
      });
    }

    test('when no archive is chosen', async () => {
      const { platform, archives } = drill();
      const { status, stderr } = await platform.run('restauration-complete', '--var', `ARCHIVE=${archives.ARCHIVE}`);
      expect(status).toBe(2);
      expect(stderr).toContain('ARCHIVE_MEDIAS');
    });
  });
}

/** The archives with all that belongs to them, in a folder where they can be damaged. */
async function copyOf(archives: Archives): Promise<Archives> {
  const from = dirname(archives.ARCHIVE);
  const to = await mkdtemp(join(from, 'abimees-'));
  const copied = Object.entries(archives).map(([name, path]) => [name, join(to, basename(path))]);
  for (const file of await readdir(from)) {
    if (copied.some(([, path = '']) => file.startsWith(basename(path))))
      await copyFile(join(from, file), join(to, file));
  }
  return Object.fromEntries(copied);
}

async function cut(path: string): Promise<void> {
  const { size } = await stat(path);
  await truncate(path, size - 1000);
}

async function flipByte(path: string): Promise<void> {
  const { size } = await stat(path);
  const file = await open(path, 'r+');
  const at = Math.floor(size / 2);
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
  buffer[0] = (buffer[0] ?? 0) ^ 1;
  await file.write(buffer, 0, 1, at);
  await file.close();
}

type Damage = (path: string) => Promise<void>;
