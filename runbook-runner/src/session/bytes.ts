/**
 * What bash prints is bytes, not always UTF-8. Between the record and the state file it is kept as a string of one
 * character per byte, so that nothing is lost on the way; it becomes text only where it is shown or judged.
 */
export type Bytes = string;

export function toBytes(text: string): Bytes {
  return Buffer.from(text, 'utf8').toString('latin1');
}

export function toText(bytes: Bytes): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** One word for a shell, whatever the text or the bytes hold. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
