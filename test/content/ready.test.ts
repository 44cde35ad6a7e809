import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRunbooks, readTool } from './runbooks.ts';

const tool = await readTool('visite');
const checks = (await readRunbooks()).flatMap(({ id, steps }) =>
  steps
    .filter(({ text }) => text.includes('READY_TEXT'))
    .map(({ id: step, text }) => [`${id}, ${step}`, text] as const),
);

/** A platform whose nginx gives its front page, with the status 200, to any address that it does not know. */
let platform: Server;
beforeAll(async () => {
  platform = createServer(({ url }, answer) => answer.end(url === '/prete/' ? '{"status":"ready"}' : FRONT_PAGE));
  await new Promise<void>((listening) => platform.listen(0, '127.0.0.1', listening));
});
afterAll(() => platform.close());

test('each page that waits for the application reads what it answers', () => {
  expect(checks.map(([name]) => name)).toEqual([
    'restauration-base, prete',
    'restauration-base, rouverte',
    'restauration-complete, prete',
    'restauration-complete, rouverte',
    'restauration-medias, prete',
    'restauration-medias, rouverte',
    'verification-sante, application',
  ]);
});

describe.each(checks)('%s', (_, text) => {
  test('does not take the front page, and its status 200, for an application that is ready', async () => {
    expect(await ask(text, '/inconnue/')).toMatchObject({ exitCode: 1, stdout: `réponse : ${FRONT_PAGE}` });
    expect(await ask(text, '/prete/')).toMatchObject({ exitCode: 0 });
  });
});

function ask(text: string, path: string) {
  const { port } = platform.address() as AddressInfo;
  return execa('bash', ['--noprofile', '--norc', '-c', `set -Eeuo pipefail\n${tool}\n${text}`], {
    env: { BASE_URL: `http://127.0.0.1:${port}`, READY_PATH: path, READY_TEXT: '"status":"ready"' },
    stdin: 'ignore',
    reject: false,
  });
}

const FRONT_PAGE = '<!doctype html><title>Korrigo</title>';
