import { describe, expect, test } from 'vitest';
import { DATABASE } from '../../sandbox/platform/database.ts';
import { identityOf } from './identity.ts';
import type { Machine } from './machine.ts';
import { visitor } from './visitor.ts';

export function describeReset(machine: () => Machine) {
  describe('reset', () => {
    test('brings everything back after a disaster that really broke the platform', async () => {
      const before = await identityOf(machine());
      const { stdout } = await machine().sandbox('sinistre');
      expect(stdout).toContain('- table exams_copy supprimée : 3000 lignes');
      expect(stdout).toContain('- médias effacés : 4263 fichiers');
      expect((await (await visitor(machine())).get('/api/health/ready/')).status).toBe(503);
      expect(await identityOf(machine())).not.toEqual(before);

      expect(await machine().sandbox('reset')).toMatchObject({ exitCode: 0 });
      expect(await identityOf(machine())).toEqual(before);
    });

    test('brings all back without a database, media or backend, empties redis and ends what was left running', async () => {
      const before = await identityOf(machine());
      await machine().service('redis', ['redis-cli', 'set', 'reste', '1']);
      const left = machine().service('backend', ['sleep', '600']);
      await machine().supervisor('stop', 'backend', 'nginx');
      expect(await machine().service('db', ['dropdb', '--force', DATABASE])).toMatchObject({ exitCode: 0 });
      await machine().service('backend', ['sh', '-c', 'rm -r "$1"/*', 'sh', await machine().mediaDir()]);

      expect(await machine().sandbox('reset')).toMatchObject({ exitCode: 0 });
      expect(await identityOf(machine())).toEqual(before);
      expect(await machine().sandbox('status')).toMatchObject({ exitCode: 0 });
      expect((await machine().service('redis', ['redis-cli', 'get', 'reste'])).stdout).toBe('');
      expect((await left).exitCode).toBeUndefined();
    });

    test('each kind of disaster destroys its own part only', async () => {
      expect(await machine().manage(['control_media'])).toMatchObject({ exitCode: 0 });
      const media = await machine().sandbox('sinistre', '--kind', 'medias');
      expect(media.stdout).not.toContain('table');
      expect(await machine().manage(['control_media'])).toMatchObject({
        exitCode: 1,
        stdout: 'fichiers manquants : 4263\nfichiers orphelins : 0',
      });
      const base = await machine().sandbox('sinistre', '--kind', 'base');
      expect(base.stdout).not.toContain('médias');
      expect((await (await visitor(machine())).get('/api/health/ready/')).status).toBe(503);
      await machine().sandbox('reset');
    });
  });
}
