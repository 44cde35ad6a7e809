import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { maskText } from '../../runbook-runner/src/mask/mask-text.ts';
import { needlesOf } from '../support/needles-of.ts';

describe('a key of many lines is masked', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const KEY = String(key);
  const body = KEY.replace(/-----.*-----|\n/g, '');
  const wrapped = (width: number, end: string): string => (body.match(RegExp(`.{1,${width}}`, 'g')) ?? []).join(end);
  // As files, Windows, environment variables and JSON documents hold it.
  const keys = [
    KEY,
    KEY.replaceAll('\n', '\r\n'),
    KEY.trim().replaceAll('\n', '\\n'),
    `{"type":"service","key":${JSON.stringify(KEY)}}`,
  ].map((key) => needlesOf(key));
  test.each([
    ['as it is', KEY],
    ['without its headers', wrapped(64, '\n')],
    ['on one line', body],
    ['wrapped at 76', wrapped(76, '\n')],
    ['wrapped at 76 for Windows', wrapped(76, '\r\n')],
    ['wrapped at 40, indented', wrapped(40, '\n      ')],
    ['with literal line ends', wrapped(64, '\\n')],
    ['with literal line ends, wrapped at 76', wrapped(76, '\\n')],
    ['with literal line ends of Windows', wrapped(64, '\\r\\n')],
    ['with literal line ends in JSON', wrapped(64, '\\\\n')],
    ['with spaces for line ends', wrapped(64, ' ')],
    ['in a JSON document', JSON.stringify({ key: KEY })],
    [
      'each line in its own column',
      KEY.split('\n')
        .map((line, index) => `${index}: ${line} |`)
        .join('\n'),
    ],
    ['in base64', Buffer.from(KEY).toString('base64')],
    [
      'in base64 in lines',
      (
        Buffer.from(KEY)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\n'),
    ],
    ['as bash quotes it', `$'${KEY.replaceAll('\n', '\\n')}'`],
  ])('%s', (_how, text) => {
    for (const needles of keys) {
      const shown = maskText(needles, text);
      expect(shown).toContain('***');
      const pieces = Array.from({ length: body.length / 16 }, (_, index) => body.slice(index * 16, index * 16 + 16));
      const inBase64 = (line: string): string => Buffer.from(line).toString('base64').slice(4, 16);
      expect(pieces.filter((piece) => shown.includes(piece) || shown.includes(inBase64(piece)))).toEqual([]);
    }
  });

  test('also one with headers of its own, as an encrypted key has', () => {
    const encrypted = KEY.replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n');
    expect(maskText(needlesOf(encrypted), wrapped(76, '\\n'))).toBe('***');
  });

  test('in an instant, and in little memory', () => {
    const { readings } = needlesOf(KEY);
    expect(readings.reduce((sum, { automaton }) => sum + automaton.depth.length, 0)).toBeLessThan(2_000_000);
  });
});
