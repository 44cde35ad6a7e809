import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText } from '../../runbook-runner/src/mask/mask-text.ts';
import type { Needles } from '../../runbook-runner/src/mask/needles.ts';
import { collectNeedles } from '../../runbook-runner/src/mask/needles.ts';
import { createMask } from '../../runbook-runner/src/mask/stream.ts';
import { openCampaign } from '../support/seeded.ts';

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

  it('masks no more than the secret when a wrapped beginning of it comes before', () => {
    expect(masked('corre\nc\norrect-cheval-pile.')).toBe('corre\n***.');
  });

  it('is not misled by a colour that looks like a part of the secret', () => {
    expect(masked('31m\x1b[31mabcdefgh.', '31mabcdefgh')).toBe('***.');
  });

  it('recognises a secret inside what looked like another one', () => {
    const needles = collectNeedles(
      new Map([
        ['LONG', 'abcdefghij-klmnop'],
        ['SHORT', 'cdefghij'],
      ]),
    );
    expect(maskText(needles, 'abcdefghij!')).toBe('ab***!');
  });

  it('recognises a secret that overlaps the beginning of another occurrence', () => {
    expect(masked('abcdabcdabcdab!', 'abcdabcdab')).toBe('***!');
  });

  it('masks the beginning of a secret that was cut off, when it is long enough to tell', () => {
    expect(masked('fin : correct-ch')).toBe('fin : ***');
    expect(masked('fin : correct')).toBe('fin : correct');
    expect(masked('fin : mot\n        de', 'mot\n        de passe')).toBe('fin : ***');
  });

  it('masks a short secret only as a whole word', () => {
    expect(masked('piano pianos (piano) le-piano dupiano', 'piano')).toBe('*** pianos (***) le-*** dupiano');
  });

  it('decides about a short secret once the byte after it is known', () => {
    const mask = createMask(needlesOf('piano'));
    const shown = [...['pia', 'no', 's pian', 'o'].map((part) => mask.write(Buffer.from(part))), mask.end()];
    expect(shown.map(String)).toEqual(['', '', 'pianos ', '', '***']);
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

const { size } = openCampaign();

describe('whatever the secret and however the output is cut', { timeout: 300_000 }, () => {
  it('no form of it that stands alone between other texts is shown', () => {
    fc.assert(
      fc.property(secret, fc.nat(), around, around, cuts, (value, pick, before, after, at) => {
        const needles = needlesOf(value);
        const forms = oracleForms(value);
        const form = forms[pick % forms.length] as Buffer;
        const output = Buffer.concat([before, form, after]);
        const shown = inPieces(needles, output, at);
        expect(shown.includes(form) && !REPLACED.includes(form)).toBe(false);
        expect(shown).toEqual(inPieces(needles, output, []));
        expect(needles.refused).toEqual([]);
      }),
      { numRuns: size(100, 400) },
    );
  });

  it('no form of it is shown through line wraps and colours', () => {
    fc.assert(
      fc.property(
        secret,
        fc.nat(),
        fc.array(fc.tuple(fc.nat(200), wrap), { maxLength: 6 }),
        cuts,
        (value, pick, wraps, at) => {
          const forms = oracleForms(value).filter((form) => !/[\s\x1b]/.test(form.toString('latin1')));
          const form = forms[pick % forms.length] as Buffer;
          const inserted = new Map(wraps.map(([place, what]) => [1 + (place % (form.length - 1)), what]));
          const output = Array.from(form.toString('latin1'), (char, index) => (inserted.get(index) ?? '') + char).join(
            '',
          );
          const shown = inPieces(needlesOf(value), Buffer.from(`[${output}]`, 'latin1'), at);
          expect(String(shown)).toMatch(/^\[\*\*\*/);
          expect(readable(shown.toString('latin1'))).not.toContain(form.toString('latin1'));
        },
      ),
      { numRuns: size(100, 400) },
    );
  });

  it('an output without it is shown byte for byte', () => {
    const needles = needlesOf('Zq7#Wv9!Kx3$');
    const harmless = fc
      .array(fc.constantFrom(...'abc \n\r\t\x1b[0;31mé{}"\\\'/+=&%'), { maxLength: 400 })
      .map((c) => Buffer.from(c.join('')));
    fc.assert(
      fc.property(harmless, cuts, (output, at) => {
        const mask = createMask(needles);
        expect(Buffer.concat([...pieces(output, at).map((piece) => mask.write(piece)), mask.end()])).toEqual(output);
      }),
      { numRuns: 400 },
    );
  });
});

const REPLACED = Buffer.from('******');

// Letters that cannot be the edges of a secret, so that "around" and the secret do not make another occurrence.
const around = fc
  .array(fc.constantFrom(' ', '\n', 'a', 'é', '=', '"', '\x1b[1m', '<'), { maxLength: 12 })
  .map((c) => Buffer.from(c.join('')));
const wrap = fc.constantFrom('\n', '\r\n', '\r\r\n', '\n    ', '\x1b[31m', '\x1b[0m', '\x1b(B\x1b[m', '\x1b[K');
const cuts = fc.array(fc.nat(600), { maxLength: 20 });
const secret = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom(...'aA1é€😀\'"\\$`!/+=&<>%:;, \t\n{}[]()*?~#^|@-_.'),
      minLength: 8,
      maxLength: 40,
    }),
    fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 8, maxLength: 20 }),
  )
  .filter(
    (value) => Buffer.byteLength(value.trim()) >= 10 && !/[*]{2}|^["']|["']$|:\/\/|:\d+:|password/.test(value.trim()),
  )
  .filter((value) => value === value.trim() && value.isWellFormed());

function needlesOf(value: string) {
  return collectNeedles(new Map([['SECRET', value]]));
}

function masked(text: string, value = 'correct-cheval-pile'): string {
  return maskText(needlesOf(value), text);
}

function inPieces(needles: Needles, output: Buffer, at: readonly number[]): Buffer {
  const mask = createMask(needles);
  return Buffer.concat([...pieces(output, at).map((piece) => mask.write(piece)), mask.end()]);
}

function pieces(output: Buffer, at: readonly number[]): readonly Buffer[] {
  const places = [0, ...at.map((place) => Math.min(place, output.length)).sort((a, b) => a - b), output.length];
  return places.slice(1).map((place, index) => output.subarray(places[index], place));
}

function readable(text: string): string {
  return text.replace(/\x1b\[[0-9;]*[A-Za-z]|\x1b\(B|[\r\n]+ */g, '');
}

// Written apart from the code under test, with what the platform itself offers.
function oracleForms(value: string): readonly Buffer[] {
  const bytes = Buffer.from(value);
  const json = JSON.stringify(value).slice(1, -1);
  const texts = [
    value,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    encodeURIComponent(bytes.toString('base64')),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    (bytes.toString('hex').match(/../g) as string[]).join(':'),
    value.replaceAll("'", "'\\''"),
    value.replaceAll("'", "''"),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(value, 'utf16le')];
}
