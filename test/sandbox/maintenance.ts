import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { Machine } from './machine.ts';

export function describeMaintenance(machine: () => Machine) {
  describe('the maintenance page', () => {
    const ask = async (door: 'base-url' | 'direct-url', path = '/') =>
      fetch((await readFile(join(machine().dir, door), 'utf8')).trim() + path);

    const launch = (word: string) => execa(join(machine().dir, 'bin/maintenance'), [word]);

    test('is what users see, whatever they ask for, while operators reach the platform', async () => {
      expect(await launch('afficher')).toMatchObject({ exitCode: 0, stderr: '' });
      for (const path of ['/', '/api/health/ready/', '/media/copies/x.pdf', '/admin/']) {
        const answer = await ask('base-url', path);
        expect(answer.status, path).toBe(503);
        expect(answer.headers.get('retry-after'), path).toBe('300');
        expect(await answer.text(), path).toContain('<h1>Maintenance en cours</h1>');
      }
      // The page is read with its style.
      expect((await ask('base-url', '/korrigo.css')).headers.get('content-type')).toContain('text/css');
      expect(await (await ask('direct-url', '/api/health/ready/')).text()).toContain('"status":"ready"');
      const { exitCode, stdout } = await machine().sandbox('status');
      expect(exitCode).toBe(0);
      expect(stdout).toContain(' : page de maintenance ; ');
    });

    test('is gone as soon as it is taken away', async () => {
      expect(await launch('retirer')).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await (await ask('base-url')).text()).toContain('<title>Korrigo');
      expect((await machine().sandbox('status')).stdout).not.toContain('maintenance');
    });

    test('is taken away with the rest when the sandbox is put back as it was', async () => {
      await launch('afficher');
      expect(await machine().sandbox('reset')).toMatchObject({ exitCode: 0 });
      expect((await ask('base-url')).status).toBe(200);
    });
  });
}
