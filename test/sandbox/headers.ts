import { describe, expect, test } from 'vitest';
import type { Machine } from './machine.ts';
import { signedInVisitor } from './visitor.ts';

export function describeHeaders(machine: () => Machine) {
  describe('headers', () => {
    // One address for each location of nginx: an add_header of its own would drop all the others.
    test.each([
      ['the front page', '/', 200],
      ['its files', '/korrigo.js', 200],
      ['an unknown page, which the front end answers', '/inconnue', 200],
      ['metrics, which do not exist', '/metrics', 200],
      ['an unknown file of the static ones', '/static/inconnu.css', 404],
      ['the API', '/api/copies/', 200],
      ['an unknown address of the API', '/api/inconnue/', 404],
      ['the admin', '/admin/', 302],
      ['its sign-in page', '/admin/login/', 200],
      ['a style sheet of the admin', '/static/admin/css/base.css', 200],
      ['a script of the admin', '/static/admin/js/core.js', 200],
      ['the liveness probe', '/api/health/live/', 200],
      ['the readiness probe', '/api/health/ready/', 200],
      ['an unknown copy', '/media/inconnue.pdf', 404],
    ])('%s has every security header, once', async (_, path, status) => {
      const { get } = await signedInVisitor(machine());
      expectSecured(await get(path), status);
    });

    test('a copy sent by nginx has every security header, once', async () => {
      const { get } = await signedInVisitor(machine());
      const { results } = (await (await get('/api/copies/')).json()) as { results: readonly { url: string }[] };
      expectSecured(await get(results[0]?.url ?? ''), 200);
    });

    test('the page for a stopped backend has every security header, once', async () => {
      await machine().supervisor('stop', 'backend');
      const answer = await fetch(`${await machine().baseUrl()}/api/health/`);
      await machine().supervisor('start', 'backend');
      await machine().service('attendre', ['backend']);
      // 504 in containers, where an address that nobody has any more is not refused.
      expect([502, 504]).toContain(answer.status);
      expectSecured(answer, answer.status);
      expect(await answer.text()).toContain('<h1>Plateforme indisponible</h1>');
    });

    test('unknown addresses of the API answer in JSON', async () => {
      const { get } = await signedInVisitor(machine());
      expect(await (await get('/api/inconnue/')).json()).toEqual({ detail: 'Adresse inconnue.' });
    });
  });
}

/** A header sent twice would show as two values joined by a comma. */
function expectSecured(answer: Response, status: number) {
  expect(answer.status).toBe(status);
  const sent = Object.fromEntries(Object.keys(EXPECTED).map((name) => [name, answer.headers.get(name)]));
  expect(sent).toEqual(EXPECTED);
  expect(answer.headers.get('strict-transport-security')).toBeNull();
  expect(answer.headers.get('server')).toBe('nginx');
}

const EXPECTED = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
