import { expect, test } from 'vitest';
import { readShellReport } from '../../runbook-runner/src/session/capture.ts';

const whole =
  'begun n1\0begin n1 0\0fresh a b\0options a b\0command :\0arguments 0\0stack 1\0descriptors\0cwd /srv\n\0jobs ' +
  '\0umask umask 0022\n\0limits \0trap \0functions \0bodies \0declared declare -- A="1"\n\0end n1\0';

test('a whole record is a capture', () => {
  expect(readShellReport(whole, 'n1')).toMatchObject({ begun: true, refused: null, capture: { cwd: '/srv' } });
});

test('a record that is cut anywhere is none', () => {
  for (let length = 0; length < whole.length - 1; length += 1) {
    // The very last byte only ends the nonce.
    expect(readShellReport(whole.slice(0, length), 'n1').capture).toBe('none');
  }
});

test('a record with the nonce of another step is none, even that the step has begun', () => {
  expect(readShellReport(whole, 'n2')).toEqual({ begun: false, refused: null, capture: 'none' });
});

test('a record in which a variable is not understood is unreadable', () => {
  expect(readShellReport(whole.replace('A="1"', 'A=1'), 'n1').capture).toBe('unreadable');
});

test('an attribute that bash lists after a function is no part of its definition', () => {
  const bodies = 'f () \n{ \n    :\n}\ndeclare -fx f\ng () \n{ \n    :\n}\n';
  const { capture } = readShellReport(
    whole.replace('functions \0bodies ', `functions declare -fx f\ndeclare -f g\n\0bodies ${bodies}`),
    'n1',
  );
  expect(capture).toMatchObject({
    functions: new Map([
      ['f', { declaration: 'declare -fx f', body: 'f () \n{ \n    :\n}\n' }],
      ['g', { declaration: 'declare -f g', body: 'g () \n{ \n    :\n}\n' }],
    ]),
  });
});

test('what a local variable hides takes its place; when it hides nothing, none does', () => {
  const listings =
    'declare -- A="of f"\ndeclare -- B="of f"\n\0local A\0declared declare -- A="1"\n\0local B\0declared \0end';
  const { capture } = readShellReport(whole.replace('declare -- A="1"\n\0end', listings), 'n1');
  expect(capture).toMatchObject({
    variables: new Map([['A', { declaration: 'declare -- A="1"', flags: '--', values: ['1'] }]]),
  });
});
