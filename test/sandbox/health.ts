import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { Machine } from './machine.ts';
import { visitor } from './visitor.ts';

export function describeHealth(machine: () => Machine) {
  describe('health', () => {
    test('the probes say what they checked', async () => {
      const { get } = await visitor(machine());
      expect(await (await get('/api/health/')).json()).toEqual({ status: 'healthy', database: 'connected' });
      expect(await (await get('/api/health/live/')).json()).toEqual({ status: 'alive' });
      expect(await (await get('/api/health/ready/')).text()).toBe(
        '{"status":"ready","checks":{"database":"ok","cache":"ok","media":"ok"}}',
      );
    });

    test('a probe that asks for localhost, as from inside a container, is answered; an unknown name is not', async () => {
      const url = `${await machine().baseUrl()}/api/health/`;
      const ask = async (host: string) => {
        const words = ['--silent', '--output', '/dev/null', '--write-out', '%{http_code}', '--header', `Host: ${host}`];
        return (await execa('curl', [...words, url])).stdout;
      };
      expect([await ask('localhost:8000'), await ask('ailleurs.invalid')]).toEqual(['200', '400']);
    });

    test('without redis the platform is not ready, and says that the cache is the reason', async () => {
      await machine().supervisor('stop', 'redis');
      const answer = await (await visitor(machine())).get('/api/health/ready/');
      await machine().supervisor('start', 'redis');
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({
        status: 'not_ready',
        checks: { database: 'ok', cache: 'ko', media: 'ok' },
      });
    });

    test('after a restart of the database, no request fails', async () => {
      await machine().supervisor('restart', 'db');
      await machine().service('attendre', ['db']);
      const { get } = await visitor(machine());
      const answers = await Promise.all(Array.from({ length: 16 }, () => get('/api/health/ready/')));
      expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
    });

    test('status lists the services, and fails as soon as one does not answer', async () => {
      expect(await machine().sandbox('status')).toMatchObject({ exitCode: 0 });
      await machine().supervisor('stop', 'worker');
      const { exitCode, stdout } = await machine().sandbox('status');
      await machine().supervisor('start', 'worker');
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/worker +STOPPED +arrêté/);
      expect(stdout).toMatch(/backend +RUNNING +répond/);
    });

    test('attendre gives up after its time and shows the last answer', async () => {
      await machine().supervisor('stop', 'nginx');
      const { exitCode, stderr } = await machine().service('attendre', ['nginx', '0']);
      await machine().supervisor('start', 'nginx');
      expect(exitCode).toBe(1);
      expect(stderr).toContain('nginx ne répond pas après 0 s. Dernière réponse :');
    });

    test('attendre names the services it knows', async () => {
      expect(await machine().service('attendre', ['web'])).toMatchObject({
        exitCode: 64,
        stderr: 'attendre : service inconnu « web » ; attendu : db, redis, backend, worker, beat ou nginx.',
      });
    });
  });
}
