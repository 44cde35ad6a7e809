import { expect, test } from 'vitest';
import { readRecord } from '../../runbook-runner/src/session/record.ts';

const whole =
  'fresh a b\0limits \0begun n1\0begin n1 0\0options a b\0command :\0cwd /srv\n\0jobs \0arguments 0\0stack 1\0' +
  'umask umask 0022\n\0limits \0trap \0functions \0bodies \0skip \0declared \0var A declare -- A="1"\n\0values A 1\0more 0\0end n1\0';

test('a whole record is a capture', () => {
  expect(readRecord(whole, 'n1')).toMatchObject({ begun: true, refused: null, capture: { cwd: '/srv' } });
});

test('a record that is cut anywhere is none', () => {
  for (let length = 0; length < whole.length - 1; length += 1) {
    // The very last byte only ends the nonce.
    expect(readRecord(whole.slice(0, length), 'n1').capture).toBeNull();
  }
});

test('a record with the nonce of another step is none, even that the step has begun', () => {
  expect(readRecord(whole, 'n2')).toEqual({ begun: false, refused: null, capture: null });
});
