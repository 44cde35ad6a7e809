import { describe, expect, test } from 'vitest';
import type { Machine } from './machine.ts';
import { signedInVisitor, visitor } from './visitor.ts';

/** The faults that the inventory of January 2026 found: each is there, or a page that must see it would prove nothing. */
export function describeInitial(machine: () => Machine) {
  describe('the platform of January 2026', () => {
    test('has a profile that status says and reset keeps, and that up does not change', async () => {
      const kind = 'topologie native, profil initial\n';
      expect((await machine().sandbox('status')).stdout).toContain(kind);
      expect(await machine().sandbox('reset')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/initial/) });
      expect((await machine().sandbox('status')).stdout).toContain(kind);
      const { exitCode, stderr } = await machine().sandbox('up', '--profile', 'durci');
      expect(stderr).toBe(
        `Le bac à sable de ${machine().dir} est dans le profil initial, et non durci.\n` +
          '→ Supprimez-le d’abord (npm run sandbox -- down), ou choisissez un autre dossier avec --dir.',
      );
      expect(exitCode).toBe(4);
    });

    test('gives a scanned copy to anybody, and sends one by its number to whoever is signed in', async () => {
      const name = await machine().query("select final_pdf from exams_copy where final_pdf <> '' order by id limit 1");
      const open = await (await visitor(machine())).get(`/media/${name.split('/').map(encodeURIComponent).join('/')}`);
      expect([open.status, open.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      const id = await machine().query("select id from exams_copy where final_pdf <> '' order by id limit 1");
      const path = `/api/grading/copies/${id}/final-pdf/`;
      expect((await (await visitor(machine())).get(path)).status).toBe(403);
      const sent = await (await signedInVisitor(machine())).get(path);
      expect([sent.status, await sent.text()]).toEqual([200, await open.text()]);
    });

    test('says that it is ready at /readyz/, and looks at the database alone', async () => {
      const { get } = await visitor(machine());
      const ask = async (path: string) => {
        const answer = await get(path);
        return [answer.status, await answer.text()];
      };
      await machine().supervisor('stop', 'redis');
      const ready = await ask('/readyz/');
      await machine().supervisor('stop', 'db');
      const [unready, alive] = [await ask('/readyz/'), await ask('/health/')];
      await machine().supervisor('start', 'db', 'redis');
      await machine().service('attendre', ['db']);
      expect(ready).toEqual([200, '{"status": "ok"}']);
      expect(unready).toEqual([503, '{"detail": "db unavailable"}']);
      expect(alive).toEqual([200, '{"status": "ok"}']);
    });

    test.each([
      ['the front page', '/', 'DENY', null],
      ['a script of the front page', '/korrigo.js', null, null],
      ['the sign-in page', '/admin/login/', 'DENY, DENY', "script-src 'self' 'unsafe-inline'"],
    ])('%s has the headers of its place only', async (_, path, frame, policy) => {
      const { headers } = await (await visitor(machine())).get(path);
      expect(headers.get('x-frame-options')).toBe(frame);
      if (policy === null) expect(headers.get('content-security-policy')).toBeNull();
      else expect(headers.get('content-security-policy')).toContain(policy);
      expect([headers.get('permissions-policy'), headers.get('strict-transport-security')]).toEqual([null, null]);
      expect(headers.get('server')).toMatch(/^nginx\/\d/);
    });

    test('does not find the style sheets and the scripts of its admin', async () => {
      const { get } = await visitor(machine());
      for (const name of ['admin/css/base.css', 'admin/js/core.js']) {
        const there = await machine().service('backend', ['sh', '-c', 'test -f "$STATIC_ROOT/$1"', 'sh', name]);
        expect([there.exitCode, (await get(`/static/${name}`)).status]).toEqual([0, 404]);
      }
    });

    test('counts the tries of a login for each address that a client claims', async () => {
      const url = `${await machine().baseUrl()}/api/login/`;
      const statuses = new Set<number>();
      // Each of the two processes of gunicorn would refuse the sixty-first that it sees.
      for (let rank = 0; rank < 121; rank++) {
        const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': `192.0.2.${rank}` };
        statuses.add((await fetch(url, { method: 'POST', headers, body: '{}' })).status);
      }
      expect([...statuses]).toEqual([400]);
    });

    test('has the key that docker-compose.prod.yml falls back to, which Django finds too short', async () => {
      const { stderr } = await machine().manage(['check', '--deploy', '--fail-level', 'WARNING']);
      expect(stderr).toContain('security.W009');
      const { stdout } = await machine().service('backend', ['printenv', 'SECRET_KEY']);
      expect(stdout).toBe('prod-secret-key-change-it');
    });
  });
}
