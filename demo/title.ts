/** One chapter of the demonstration. */
export function title(text: string): void {
  const bar = '━'.repeat(Math.min(text.length + 4, 78));
  process.stdout.write(`\n${bar}\n  ${text}\n${bar}\n\n`);
}
