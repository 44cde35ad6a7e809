/**
 * Tells byte by byte what a terminal does not show, or what wrapping has put in: line ends with the indentation that
 * follows, CSI sequences (colours, cursor), two-byte escapes, choices of character set. A secret is still readable
 * through them. The contents of OSC strings (titles, links) are shown somewhere, so only their opening is transparent.
 * @param spaces whether any white space is: a text of several words may be filled or wrapped at each.
 */
export function createTransparency(spaces: boolean): Transparency {
  let within: 'text' | 'escape' | 'csi' | 'charset' = 'text';
  let length = 0;
  // Indentation may itself be coloured, so escapes do not end it.
  let indenting = false;
  return {
    isTransparent(byte) {
      if (within === 'escape') {
        within = byte === BRACKET ? 'csi' : byte === 0x28 || byte === 0x29 ? 'charset' : 'text';
        length = 0;
        if (within !== 'text' || (byte >= 0x30 && byte <= 0x7e)) return true;
      } else if (within === 'charset') {
        within = 'text';
        return true;
      } else if (within === 'csi') {
        length++;
        if (byte >= 0x20 && byte <= 0x3f && length < LONGEST_CSI) return true;
        within = 'text';
        if (byte >= 0x40 && byte <= 0x7e) return true;
      }
      if (byte === ESCAPE) within = 'escape';
      else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) indenting = true;
      else if (!((indenting || spaces) && (byte === SPACE || byte === TAB))) {
        indenting = false;
        return false;
      }
      return true;
    },
    isSettled: () => within === 'text' && !indenting,
  };
}

/** The bytes that are read once what is transparent is gone. */
export function withoutTransparent(bytes: Uint8Array, spaces: boolean): Uint8Array {
  const { isTransparent } = createTransparency(spaces);
  return bytes.filter((byte) => !isTransparent(byte));
}

/** Only after one of these can something be transparent. */
export function opensTransparent(byte: number, spaces: boolean): boolean {
  if (byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === ESCAPE) return true;
  return spaces && (byte === SPACE || byte === TAB);
}

export interface Transparency {
  readonly isTransparent: (byte: number) => boolean;
  /** Whether nothing that began to be transparent may go on. */
  readonly isSettled: () => boolean;
}

/** The greatest bytes for which `opensTransparent` can hold: where lines are wrapped only, and at any white space. */
export const ESCAPE = 0x1b;
export const SPACE = 0x20;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BRACKET = 0x5b;
const LONGEST_CSI = 64;
