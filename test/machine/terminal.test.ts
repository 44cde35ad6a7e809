import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder, newSession, run, said } from './in-session.ts';

test('the operator’s shell has the values and the secrets, and what is done in it is kept', async () => {
  const { screen, dir } = await onTerminal(['shell'], (seen, type) => {
    if (/[$#] $/.test(seen)) type('tty && echo "$SITE ${#TOKEN}"; cd /usr; GIVEN=yes; false; exit 3\n');
  });
  expect(screen).toContain('/dev/pts/');
  expect(screen).toContain('lycée 16');
  expect(screen).toMatch(/"outcome":"exited","status":3,.*"kept":true,"notes":\[\]/);
  expect(screen).toContain('next: /usr yes no prompt');
  expect(readFileSync(join(dir, 'state.json')).includes('jeton')).toBe(false);
});

test('an interactive step asks its question on the terminal, and its state is kept', async () => {
  const { screen } = await onTerminal(['step', 'read -rp "Nom ? " GIVEN </dev/tty; cd /usr'], (seen, type) => {
    if (seen.includes('Nom ? ')) type('école\n');
  });
  expect(screen).toMatch(/"outcome":"exited","status":0,.*"kept":true,"notes":\[\]/);
  expect(screen).toContain('next: /usr école no prompt');
});

test('an interactive step without a terminal does not begin', async () => {
  const { session } = await newSession();
  const execution = await session.execute(
    { name: 'dialogue', text: 'read -r', interactive: true },
    { signal: new AbortController().signal, onStarted: async () => {}, onOutput: () => {} },
  );
  expect(said(execution)).toEqual(['l’étape est interactive et il n’y a pas de terminal']);
  expect((await run(session, 'echo still usable')).stdout).toBe('still usable\n');
});

/** From util-linux: gives a command a terminal of its own. */
const PSEUDO_TERMINAL = 'script';

/** Runs the fixture on a pseudo-terminal, typing once when asked. */
async function onTerminal(words: readonly string[], answer: (seen: string, type: (text: string) => void) => void) {
  const dir = join(newFolder(), 'session');
  const program = new URL('../fixtures/machine/terminal.ts', import.meta.url).pathname;
  const command = [process.execPath, program, dir, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn(PSEUDO_TERMINAL, ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let screen = '';
  let typed = false;
  child.stdout.on('data', (chunk) => {
    screen += chunk;
    if (typed) return;
    answer(screen, (text) => {
      typed = true;
      child.stdin.write(text);
    });
  });
  await once(child, 'close');
  return { screen: screen.replaceAll('\r', ''), dir };
}
