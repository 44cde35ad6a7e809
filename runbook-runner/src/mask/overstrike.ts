/**
 * Bold and underlined text as `nroff` and `ul` write it for printers: each letter struck twice or more, or on a line. Spaces
 * are left as they are.
 */
export function overstruck(value: string): readonly string[] {
  const strikes = [
    (letter: string) => `${letter}\b${letter}`,
    (letter: string) => `${letter}\b${letter}\b${letter}`,
    (letter: string) => `${letter}\b${letter}\b${letter}\b${letter}`,
    (letter: string) => `_\b${letter}`,
    (letter: string) => `${letter}\b_`,
    (letter: string) => `_\b${letter}\b${letter}`,
  ];
  return strikes.map((strike) => Array.from(value, (letter) => (/\s/.test(letter) ? letter : strike(letter))).join(''));
}
