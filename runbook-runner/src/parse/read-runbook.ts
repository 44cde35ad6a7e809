import { readFileSync } from 'node:fs';
import { severityOf } from '../rules.ts';
import type { Engine } from './markdown.ts';
import type { Parsed } from './parse-runbook.ts';
import { parseRunbook } from './parse-runbook.ts';

/**
 * Reads and parses one document. Bytes that are not UTF-8 are a problem of the document; a file that cannot be read
 * throws Node's error (ENOENT, EACCES, EISDIR).
 */
export async function readRunbook(path: string, engine?: Engine): Promise<Parsed> {
  // Many small files: the thread pool costs more than it saves.
  const bytes = readFileSync(path);
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { kind: 'runbook', runbook: null, problems: [notUtf8(path, bytes)] };
  }
  return parseRunbook(source, path, engine);
}

function notUtf8(file: string, bytes: Buffer): Parsed['problems'][number] {
  // Up to the first replacement character the bytes were valid.
  const before = bytes.toString('utf8').split('\ufffd', 1)[0] ?? '';
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  return {
    rule: 'not-utf8',
    severity: severityOf('not-utf8'),
    file,
    line,
    column,
    message: 'Le fichier n’est pas en UTF-8.',
    expected: 'du texte en UTF-8.',
    action: 'Convertissez-le : iconv -f ISO-8859-15 -t UTF-8 FICHIER > NOUVEAU.',
  };
}
