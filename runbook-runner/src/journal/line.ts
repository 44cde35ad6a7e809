import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { JournalRecord } from './record.ts';

/** What the first line names as its predecessor. */
export const CHAIN_START = '0'.repeat(64);

/**
 * `length crc32 previous-hash json`, with its line feed. The length counts the bytes of the JSON, the CRC covers what
 * follows it. The hash chain shows an edit, a lost or a moved line; it is no signature: whoever can write the file
 * can recompute it.
 */
export function encodeLine(record: JournalRecord, previousHash: string): Buffer {
  const json = JSON.stringify(record);
  const body = `${previousHash} ${json}`;
  return Buffer.from(`${Buffer.byteLength(json)} ${checksum(body)} ${body}\n`);
}

/** Reads one line (without its line feed); the JSON is not yet validated. */
export function decodeLine(line: Buffer): DecodedLine {
  const header = HEADER.exec(line.toString('latin1', 0, LONGEST_HEADER));
  if (header === null) return { ok: false, reason: 'l’en-tête est illisible' };
  const [whole, length, crc, previousHash = ''] = header;
  const json = line.subarray(whole.length);
  if (String(json.length) !== length) return { ok: false, reason: 'la longueur ne correspond pas' };
  if (checksum(line.subarray(whole.length - previousHash.length - 1)) !== crc) {
    return { ok: false, reason: 'la somme de contrôle ne correspond pas' };
  }
  return { ok: true, previousHash, json: json.toString() };
}

/** The name by which the next line refers to this one (given without its line feed). */
export function hashLine(line: Buffer): string {
  return hash('sha256', line, 'hex');
}

const HEADER = /^([0-9]{1,10}) ([0-9a-f]{8}) ([0-9a-f]{64}) /;
/** Ten digits, eight, sixty-four, and a space after each. */
const LONGEST_HEADER = 85;

function checksum(body: string | Buffer): string {
  return crc32(body).toString(16).padStart(8, '0');
}

type DecodedLine =
  | { readonly ok: true; readonly previousHash: string; readonly json: string }
  | { readonly ok: false; readonly reason: string };
