import { describe, expect, it } from 'vitest';
import { CHAIN_START, decodeLine, encodeLine, hashLine } from '../../runbook-runner/src/journal/line.ts';
import { runStarted } from '../fixtures/journal/records.ts';

const line = encodeLine(runStarted, CHAIN_START).subarray(0, -1);

describe('a line of a journal', () => {
  it('is its length, its checksum, the hash of the line before and its JSON', () => {
    const json = JSON.stringify(runStarted);
    expect(line.toString()).toMatch(/^\d+ [0-9a-f]{8} 0{64} \{"type":"run-started"/);
    expect(line.toString().split(' ', 1)).toEqual([String(Buffer.byteLength(json))]);
    expect(decodeLine(line)).toEqual({ ok: true, previousHash: CHAIN_START, json });
    expect(hashLine(line)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'l’en-tête est illisible'],
    ['something before it', Buffer.concat([Buffer.from('1 '), line]), 'l’en-tête est illisible'],
    [
      'a length that is none',
      Buffer.from(line.toString('latin1').replace(/^\d/, 'x'), 'latin1'),
      'l’en-tête est illisible',
    ],
    ['a byte more', Buffer.concat([line, Buffer.from(' ')]), 'la longueur ne correspond pas'],
    ['a byte less', line.subarray(0, -1), 'la longueur ne correspond pas'],
    [
      'another letter',
      Buffer.from(line.toString().replace('korrigo', 'Korrigo').replace('lycée', 'lYcée')),
      'la somme de contrôle ne correspond pas',
    ],
    [
      'another hash',
      Buffer.from(line.toString().replace(CHAIN_START, `1${CHAIN_START.slice(1)}`)),
      'la somme de contrôle ne correspond pas',
    ],
  ])('that has %s is none, and it is said why', (_what, damaged, reason) => {
    expect(decodeLine(damaged)).toEqual({ ok: false, reason });
  });
});
