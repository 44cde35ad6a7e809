import { describe, expect, test } from 'vitest';
import { byteEncodings, charsetEncodings } from '../../runbook-runner/src/mask/byte-encodings.ts';
import { nestedEncodings } from '../../runbook-runner/src/mask/nested-encodings.ts';
import { overstruck } from '../../runbook-runner/src/mask/overstrike.ts';
import { textEncodings } from '../../runbook-runner/src/mask/text-encodings.ts';

// Lists to be read: what is added or lost is seen in the difference. What programs really print is in tools.test.ts.
describe('the forms of a text of a few awkward characters are these', () => {
  test.each([
    ['an address and an accent', 'a/+é'],
    ['quotes', `#"'\\$\``],
    ['brackets and space', '~<&> \n\t\u0001'],
    ['two units, a control and a percent sign', '!😀\u0085%20'],
    ['quotes and letters of two and four bytes', `'é"😀ÿ`],
    ['every mark', '!"#$%&\'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~'],
    ['every control', '~#\0\x07\b\t\n\v\f\r\x1b\x1f\x7f\x85\xa0\u2028€'],
  ])('as a text: %s', (_what, text) => {
    expect(all(textEncodings(text))).toMatchSnapshot();
  });

  test.each(['a/+é', '\u0001?>'])('as bytes: %j', (text) => {
    expect(all(byteEncodings(Buffer.from(text)))).toMatchSnapshot();
  });

  test.each(['"&é', 'a/'])('one in another: %j', (text) => {
    expect(all(nestedEncodings(text))).toMatchSnapshot();
  });

  test('in other character sets', () => {
    expect(charsetEncodings('aé').map((bytes) => bytes.toString('hex'))).toEqual(['6100e900', '006100e9', '61e9']);
    expect(charsetEncodings('œ').map((bytes) => bytes.toString('hex'))).toEqual(['5301', '0153']);
  });

  test('as printers strike them', () => {
    expect(overstruck('a é')).toEqual([
      'a\ba é\bé',
      'a\ba\ba é\bé\bé',
      'a\ba\ba\ba é\bé\bé\bé',
      '_\ba _\bé',
      'a\b_ é\b_',
      '_\ba\ba _\bé\bé',
    ]);
  });
});

function all(forms: readonly string[]): readonly string[] {
  const controls = /[\0-\x1f\x7f-\xa0\u2028]/g;
  return [...new Set(forms)]
    .toSorted()
    .map((form) => form.replace(controls, (one) => `<${one.charCodeAt(0).toString(16)}>`));
}
