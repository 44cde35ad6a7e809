/**
 * Tells byte by byte what a terminal does not show, or what wrapping has put in: line ends with the indentation that
 * follows, CSI sequences (colours, cursor), two-byte escapes, choices of character set. A secret is still readable
 * through them. The contents of OSC strings (titles, links) are shown somewhere, so only their opening is transparent.
 */
export function createTransparency(): Transparency {
  let within: 'text' | 'line-end' | 'escape' | 'csi' | 'charset' = 'text';
  let length = 0;
  return {
    isTransparent(byte) {
      switch (within) {
        case 'escape':
          within = byte === BRACKET ? 'csi' : byte === 0x28 || byte === 0x29 ? 'charset' : 'text';
          length = 0;
          if (within !== 'text' || (byte >= 0x30 && byte <= 0x7e)) return true;
          break;
        case 'charset':
          within = 'text';
          return true;
        case 'csi':
          length++;
          if (byte >= 0x20 && byte <= 0x3f && length < LONGEST_CSI) return true;
          within = 'text';
          if (byte >= 0x40 && byte <= 0x7e) return true;
          break;
        case 'line-end':
          if (byte === SPACE || byte === TAB) return true;
          within = 'text';
      }
      if (byte === ESCAPE) within = 'escape';
      else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) within = 'line-end';
      return within !== 'text';
    },
    isSettled: () => within === 'text',
  };
}

/** The bytes that are read once what is transparent is gone. */
export function withoutTransparent(bytes: Uint8Array): Uint8Array {
  const { isTransparent } = createTransparency();
  return bytes.filter((byte) => !isTransparent(byte));
}

/** Only after one of these can something be transparent. */
export function opensTransparent(byte: number): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === ESCAPE;
}

export interface Transparency {
  readonly isTransparent: (byte: number) => boolean;
  /** Whether nothing that began to be transparent may go on. */
  readonly isSettled: () => boolean;
}

/** The greatest byte for which `opensTransparent` can hold. */
export const ESCAPE = 0x1b;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const BRACKET = 0x5b;
const LONGEST_CSI = 64;
