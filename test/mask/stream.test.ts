import { describe, expect, it } from 'vitest';
import { maskText } from '../../runbook-runner/src/mask/mask-text.ts';
import { createMask } from '../../runbook-runner/src/mask/stream.ts';
import { needlesOf } from '../support/needles-of.ts';

describe('a mask', () => {
  it('replaces a secret and leaves the rest as it is', () => {
    expect(masked('mot de passe : correct-cheval-pile\n')).toBe('mot de passe : ***\n');
  });

  it('counts what it replaced', () => {
    const mask = createMask(needlesOf('correct-cheval-pile'));
    mask.write(Buffer.from('correct-cheval-pile, puis correct-che'));
    mask.write(Buffer.from('val-pile'));
    mask.end();
    expect(mask.count()).toBe(2);
  });

  it('recognises a secret through colours, line wraps and indentation', () => {
    expect(masked('\x1b[31mcorrect\x1b[0m-chev\r\n    al-\x1b(B\x1b[mpile.')).toBe('\x1b[31m***.');
  });

  it('goes on after a wrapped secret with which a part of the output ends', () => {
    const mask = createMask(needlesOf('correct-cheval-pile'));
    const shown = ['<correct-\ncheval-pile', '> <correct-cheval-\npile', '>'].map((part) =>
      mask.write(Buffer.from(part)),
    );
    expect(shown.map(String)).toEqual(['<***', '> <***', '>']);
  });

  it('masks no more than the secret when a wrapped beginning of it comes before', () => {
    expect(masked('corre\nc\norrect-cheval-pile.')).toBe('corre\n***.');
  });

  it('is not misled by a colour that looks like a part of the secret', () => {
    expect(masked('31m\x1b[31mabcdefgh.', '31mabcdefgh')).toBe('***.');
  });

  it('recognises a secret inside what looked like another one', () => {
    const needles = needlesOf('abcdefghij-klmnop', 'cdefghij');
    expect(maskText(needles, 'abcdefghij!')).toBe('ab***!');
  });

  it('recognises a secret that overlaps the beginning of another occurrence', () => {
    expect(masked('abcdabcdabcdab!', 'abcdabcdab')).toBe('***!');
  });

  it('masks a secret of two short lines, wherever the output is cut', () => {
    const secret = 'por\n    te';
    for (let cut = 1; cut < secret.length; cut++) {
      const mask = createMask(needlesOf(secret));
      const parts = [`<${secret.slice(0, cut)}`, `${secret.slice(cut)}>`];
      expect(parts.map((part) => String(mask.write(Buffer.from(part))))).toEqual(['<', '***>']);
    }
  });

  it('masks the beginning of a secret that was cut off, when it is long enough to tell', () => {
    expect(masked('fin : correct-ch')).toBe('fin : ***');
    expect(masked('fin : correct-')).toBe('fin : ***');
    expect(masked('fin : correct')).toBe('fin : correct');
    expect(masked('fin : corre\nct-')).toBe('fin : ***');
    expect(masked('fin : corre\nct')).toBe('fin : corre\nct');
    expect(masked('fin : correct-ch\n')).toBe('fin : ***\n');
    expect(masked('fin : correct-ch\r\n')).toBe('fin : ***\r\n');
    expect(masked('fin : cor\nre\nct-ch\n')).toBe('fin : ***\n');
    expect(masked('fin : mot\n        de', 'mot\n        de passe')).toBe('fin : ***');
    expect(masked('fin : mot\n    ', 'mot\n    de passe')).toBe('fin : ***');
    expect(masked('fin : mot\n   ', 'mot\n    de passe')).toBe('fin : mot\n   ');
  });

  it('masks a short secret only as a whole word', () => {
    expect(masked('piano pianos (piano) le-piano dupiano', 'piano')).toBe('*** pianos (***) le-*** dupiano');
  });

  it('takes letters, digits, _ and what is beyond ASCII for parts of a word, before it and after it', () => {
    const needles = needlesOf('piano');
    const parts = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => {
      const isShown = (text: readonly number[]): boolean => {
        const mask = createMask(needles);
        return Buffer.concat([mask.write(Buffer.from(text)), mask.end()]).includes('piano');
      };
      const after = isShown([...Buffer.from('piano'), byte]);
      expect(isShown([byte, ...Buffer.from('piano')])).toBe(after);
      return after;
    });
    expect(Buffer.from(parts.filter((byte) => byte < 0x80)).toString()).toBe(
      '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
    );
    expect(parts.filter((byte) => byte >= 0x80)).toHaveLength(128);
  });

  it('masks a short secret in what looked like another one, wrapped', () => {
    expect(maskText(needlesOf('correct-pianos-noirs', 'piano'), 'correct-\npiano.')).toBe('correct-\n***.');
  });

  it('masks no end of a word, wherever the output is cut', () => {
    expect(masked('apiano', 'piano')).toBe('apiano');
    const mask = createMask(needlesOf('piano'));
    const shown = ['xxx ', 'apiano xpiano. ', 'piano', '', 's ', 'piano', ' '].map((part) =>
      mask.write(Buffer.from(part)),
    );
    expect(shown.map(String)).toEqual(['xxx ', 'apiano xpiano. ', '', '', 'pianos ', '', '*** ']);
  });

  it('masks the end of a short secret that begins in another one', () => {
    const mask = createMask(needlesOf('abcd-pia', 'piano'));
    const shown = ['abcd-pia', 'no.'].map((part) => mask.write(Buffer.from(part)));
    expect(shown.map(String)).toEqual(['***', '.']);
  });

  it('decides about a short secret once the byte after it is known', () => {
    const mask = createMask(needlesOf('piano'));
    const shown = [...['pia', 'no', 's pian', 'o'].map((part) => mask.write(Buffer.from(part))), mask.end()];
    expect(shown.map(String)).toEqual(['', '', 'pianos ', '', '***']);
  });

  it('knows what it showed before a short secret', () => {
    const mask = createMask(needlesOf('piano'));
    const shown = [...['du', 'pi', 'ano, le-', 'piano, '].map((part) => mask.write(Buffer.from(part))), mask.end()];
    expect(shown.map(String)).toEqual(['du', '', 'piano, le-', '***, ', '']);
  });

  it('shows nothing of a secret before another one in it', () => {
    const mask = createMask(needlesOf('abcdefghij-klmnop', 'cdefghij'));
    const shown = [...['<abcdefghij', '-klmnop>'].map((part) => mask.write(Buffer.from(part))), mask.end()];
    expect(shown.map(String)).toEqual(['<', '***>', '']);
  });

  it('shows at once that there is a secret, and nothing of a longer one that begins with it', () => {
    const mask = createMask(needlesOf('correct-cheval-pile', 'correct-cheval-pile-agrafe-jaune-de-la-cour-nord'));
    const parts = ['<correct-cheval-pile', '-agrafe-jaune-de-la-cour', '-nord>'];
    expect([...parts.map((part) => mask.write(Buffer.from(part))), mask.end()].map(String)).toEqual([
      '<***',
      '',
      '>',
      '',
    ]);
    expect(mask.count()).toBe(1);
  });

  it('holds back only what may be the beginning of a secret', () => {
    const mask = createMask(needlesOf('correct-cheval-pile'));
    expect(String(mask.write(Buffer.from('Continuer ? ')))).toBe('Continuer ? ');
    expect(String(mask.write(Buffer.from('voici corr')))).toBe('voici ');
    expect(String(mask.write(Buffer.from('iger')))).toBe('corriger');
    expect(String(mask.write(Buffer.from(' correct-cheval-pile\n')))).toBe(' ***\n');
  });

  it('writes one replacement for endless overlapping occurrences, and does not hoard them', () => {
    const mask = createMask(needlesOf('zzzzzzzz'));
    const shown = Array.from({ length: 100 }, () => String(mask.write(Buffer.alloc(1000, 'z'))));
    expect(shown.join('') + String(mask.end())).toBe('***');
  });

  it('shows bytes that are no text unchanged', () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256));
    const mask = createMask(needlesOf('correct-cheval-pile'));
    expect(Buffer.concat([mask.write(bytes), mask.end()])).toEqual(bytes);
  });
});

function masked(text: string, value = 'correct-cheval-pile'): string {
  return maskText(needlesOf(value), text);
}
