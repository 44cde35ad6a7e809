import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityOf } from './identity.ts';
import type { Machine } from './machine.ts';
import { signedInVisitor, visitor } from './visitor.ts';

export function describeMediaAccess(machine: () => Machine) {
  describe('access to the scanned copies', () => {
    // Files that exist: asking for one that does not would prove nothing.
    test.each([
      ['accents and spaces', (name: string) => name === name.normalize('NFC') && /é.* /.test(name)],
      ['decomposed accents', (name: string) => name !== name.normalize('NFC')],
      ['signs that a URL reads otherwise', (name: string) => name.includes('100 %') && name.includes('#')],
    ])('a file whose name has %s is refused to a stranger and served to a signed-in user', async (_, wanted) => {
      const names = (
        await machine().query("select pdf_source from exams_copy where pdf_source <> '' order by anonymous_id")
      ).split('\n');
      const name = names.find(wanted);
      if (name === undefined) throw new Error('no such file in the seeded data');
      const path = `/media/${name.split('/').map(encodeURIComponent).join('/')}`;

      expect((await (await visitor(machine())).get(path)).status).toBe(403);
      const answer = await (await signedInVisitor(machine())).get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      expect(await answer.text()).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/);
    });

    test('the place that nginx reads from cannot be asked for', async () => {
      const name = await machine().query(
        "select pdf_source from exams_copy where pdf_source <> '' order by anonymous_id limit 1",
      );
      const { get } = await signedInVisitor(machine());
      expect((await get(`/_media/${encodeURI(name)}`)).status).toBe(404);
    });

    test.each([
      '/media/../secrets/verification',
      '/media/%2e%2e/secrets/verification',
      '/media/..%2fsecrets/verification',
    ])('%s gives nothing away', async (path) => {
      const secret = (await readFile(join(machine().dir, 'secrets/verification'), 'utf8')).trim();
      const answer = await (await signedInVisitor(machine())).get(path);
      expect(await answer.text()).not.toContain(secret);
      // Outside of the media the front end answers, as it does for any address.
      expect(answer.headers.get('content-type')).toMatch(/^text\/(html|plain)/);
    });

    test('a corrected copy is refused to a stranger and served by its number to a signed-in user', async () => {
      const id = await machine().query("select id from exams_copy where final_pdf <> '' order by id limit 1");
      const path = `/api/grading/copies/${id}/final-pdf/`;
      expect((await (await visitor(machine())).get(path)).status).toBe(403);
      const { get } = await signedInVisitor(machine());
      expect((await get(path)).headers.get('content-type')).toBe('application/pdf');
      const none = await machine().query("select id from exams_copy where final_pdf = '' order by id limit 1");
      expect((await get(`/api/grading/copies/${none}/final-pdf/`)).status).toBe(404);
    });

    test('a wrong password is refused in words', async () => {
      const answer = await fetch(`${await machine().baseUrl()}/api/login/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: 'verification', password: 'faux' }),
      });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toEqual({ detail: 'Identifiant ou mot de passe incorrect.' });
    });

    test('the sixty-first try in a minute is refused, whichever worker answers and whatever address it claims', async () => {
      await machine().service('redis', ['redis-cli', 'flushall']);
      const url = `${await machine().baseUrl()}/api/login/`;
      const attempt = (headers: Readonly<Record<string, string>>) =>
        fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: '{}' });
      const statuses: number[] = [];
      for (let rank = 0; rank < 60; rank++) statuses.push((await attempt({})).status);
      const next = await attempt({ 'X-Forwarded-For': '192.0.2.1' });
      await machine().service('redis', ['redis-cli', 'flushall']);
      expect(statuses).toEqual(Array(60).fill(400));
      expect(next.status).toBe(429);
    });

    test('signing in writes a session, a row of the audit and the date of the account, and nothing else', async () => {
      const written = 'select (select count(*) from django_session), (select count(*) from core_auditlog)';
      const [before, sessions] = [await identityOf(machine()), await machine().query(written)];
      await signedInVisitor(machine());
      expect(await identityOf(machine())).toEqual(before);
      const counts = sessions.split('|').map((count) => Number(count) + 1);
      expect(await machine().query(written)).toBe(counts.join('|'));
    });
  });
}
