import { describe, expect, test } from 'vitest';
import type { Stream } from '../../runbook-runner/src/mask/streams.ts';
import { createMasks } from '../../runbook-runner/src/mask/streams.ts';
import { needlesOf } from '../support/needles-of.ts';

const SECRET = 'correct-cheval-pile';

describe('a secret that is cut between the two outputs', () => {
  test('is masked in both, wherever it is cut', () => {
    const needles = needlesOf(SECRET);
    for (let cut = 1; cut < SECRET.length; cut++) {
      for (const [first, second] of [
        ['stdout', 'stderr'],
        ['stderr', 'stdout'],
      ] as const) {
        const shown = masked(
          [
            [first, `<${SECRET.slice(0, cut)}`],
            [second, `${SECRET.slice(cut)}>`],
          ],
          needles,
        );
        expect(shown, `cut at ${cut}`).toEqual({ [first]: '<***', [second]: '***>' });
      }
    }
  });

  test('in as many pieces as it has letters', () => {
    const pieces = Array.from(SECRET, (letter, index) => [index % 2 === 0 ? 'stdout' : 'stderr', letter] as const);
    expect(masked([...pieces, ['stdout', '.'], ['stderr', '!']])).toEqual({
      stdout: `${'***'.repeat(10)}.`,
      stderr: `${'***'.repeat(9)}!`,
    });
  });

  test('through a line end and a colour', () => {
    const shown = masked([
      ['stdout', 'a correct-\n'],
      ['stderr', '\x1b[31m'],
      ['stderr', 'cheval-'],
      ['stdout', 'pile b'],
    ]);
    expect(shown.stdout).toBe('a ****** b');
    expect(shown.stderr).toMatch(/^(\x1b\[31m)?(\*\*\*)+$/);
  });

  test('is masked after other texts went from one to the other', () => {
    const shown = masked([
      ['stdout', 'corr'],
      ['stderr', `iger${' ok'.repeat(40)} `],
      ['stdout', ' puis correct-'],
      ['stderr', 'che'],
      ['stdout', 'val-'],
      ['stderr', 'pile fin'],
    ]);
    expect(shown).toEqual({ stdout: 'corr puis ******', stderr: `iger${' ok'.repeat(40)} ****** fin` });
  });

  test('is masked when it is a short word, and nothing but it', () => {
    const needles = needlesOf('piano');
    const word = (end: string) =>
      masked(
        [
          ['stdout', 'pia'],
          ['stderr', 'no'],
          ['stdout', end],
        ],
        needles,
      );
    expect(word('.')).toEqual({ stdout: '***.', stderr: '***' });
    expect(word('s.')).toEqual({ stdout: 'pias.', stderr: 'no' });
  });

  test('is masked alone, though a longer one could have begun before it', () => {
    const needles = needlesOf(`xx${SECRET}-zz`, SECRET);
    const shown = masked(
      [
        ['stdout', 'xx'],
        ['stderr', 'correct-'],
        ['stdout', 'cheval-pile'],
        ['stdout', '!'],
      ],
      needles,
    );
    expect(shown).toEqual({ stdout: 'xx***!', stderr: '***' });
  });

  test('is masked when it is a passphrase, through other white space', () => {
    const shown = masked(
      [
        ['stdout', '<correct   che'],
        ['stderr', 'val'],
        ['stdout', '\tpile>'],
      ],
      needlesOf('correct cheval pile'),
    );
    expect(shown).toEqual({ stdout: '<******>', stderr: '***' });
  });

  test('is counted once in each', () => {
    const masks = createMasks(needlesOf(SECRET), () => {});
    masks.write('stdout', Buffer.from(`${SECRET}, puis correct-`));
    masks.write('stderr', Buffer.from('cheval-pile'));
    masks.end();
    expect(masks.count()).toBe(3);
  });

  test('is masked when the process ends in the middle of it', () => {
    expect(
      masked([
        ['stdout', 'correct-'],
        ['stderr', 'che'],
      ]),
    ).toEqual({ stdout: '***', stderr: '***' });
  });
});

describe('each output by itself', () => {
  test('is masked, whatever comes between on the other', () => {
    const shown = masked([
      ['stdout', 'a correct-'],
      ['stderr', 'attention\n'],
      ['stdout', 'cheval-pile b'],
    ]);
    expect(shown).toEqual({ stdout: 'a *** b', stderr: 'attention\n' });
  });

  test('is masked in its own words, whatever comes between on the other', () => {
    const shown = masked(
      [
        ['stdout', 'piano'],
        ['stderr', '.'],
        ['stdout', 's piano '],
      ],
      needlesOf('piano'),
    );
    expect(shown).toEqual({ stdout: 'pianos *** ', stderr: '.' });
  });

  test.each([
    ['stdout', 'stderr'],
    ['stderr', 'stdout'],
  ] as const)('gives back first what was written first: on %s, then on %s', (one, other) => {
    const given: string[] = [];
    const masks = createMasks(needlesOf(SECRET), (stream, bytes) => {
      if (bytes.length > 0) given.push(`${stream}: ${Buffer.from(bytes)}`);
    });
    masks.write(one, Buffer.from('corr'));
    masks.write(other, Buffer.from('ect-'));
    expect(given).toEqual([]);
    masks.write(one, Buffer.from('iger'));
    expect(given).toEqual([`${other}: ect-`, `${one}: corriger`]);
  });

  test('does not wait for the other', () => {
    const given: string[] = [];
    const masks = createMasks(needlesOf(SECRET), (stream, bytes) => {
      if (bytes.length > 0) given.push(`${stream}: ${Buffer.from(bytes)}`);
    });
    masks.write('stdout', Buffer.from('ok corr'));
    masks.write('stderr', Buffer.from('attention'));
    masks.write('stderr', Buffer.from(' corr'));
    masks.write('stdout', Buffer.from('iger'));
    expect(given).toEqual(['stdout: ok ', 'stderr: attention', 'stderr:  ', 'stdout: corriger']);
  });

  test('gives back byte for byte what holds no secret, whatever the order', () => {
    const needles = needlesOf(SECRET);
    const texts = { stdout: 'corr corre\ncorrect-cheva\x1b[1mcorrect', stderr: 'cocorrect-cheva\n corre' };
    for (let seed = 0; seed < 200; seed++) {
      const writes: [Stream, string][] = [];
      const left = { ...texts };
      for (let turn = seed; left.stdout !== '' || left.stderr !== ''; turn = (turn * 31 + 7) % 1009) {
        const stream = turn % 2 === 0 ? 'stdout' : 'stderr';
        const length = 1 + (turn % 5);
        writes.push([stream, left[stream].slice(0, length)]);
        left[stream] = left[stream].slice(length);
      }
      const shown = masked([...writes, ['stdout', ' fin\n'], ['stderr', ' fin\n']], needles);
      expect(shown.stdout + shown.stderr).toBe(`${texts.stdout} fin\n${texts.stderr} fin\n`);
    }
  });
});

function masked(writes: readonly (readonly [Stream, string])[], needles = needlesOf(SECRET)): Record<Stream, string> {
  const shown = { stdout: '', stderr: '' };
  const masks = createMasks(needles, (stream, bytes) => {
    shown[stream] += Buffer.from(bytes).toString('latin1');
  });
  for (const [stream, text] of writes) masks.write(stream, Buffer.from(text, 'latin1'));
  masks.end();
  return shown;
}
