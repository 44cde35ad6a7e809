/** Whether a line of an expectation stands for any lines. */
export function isGap(line: string): boolean {
  return /^\s*…+\s*$/.test(line);
}
