/** The rights of a file as `chmod` takes them: `0755`. */
export function shownMode(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
