import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Needles } from '../../runbook-runner/src/mask/needles.ts';
import { createMask } from '../../runbook-runner/src/mask/stream.ts';
import { needlesOf } from '../support/needles-of.ts';
import { openCampaign } from '../support/seeded.ts';

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
