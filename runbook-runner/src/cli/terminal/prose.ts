/** Markdown prose as it reads best in a terminal: links keep their text, emphasis goes, lists and paragraphs stay. */
export function plainProse(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*([^*]+)\*\*/g, '$1')
    .replaceAll(/^:::\w+(?:\[([^\]]*)\])?$/gm, '$1')
    .replaceAll(/^:::$/gm, '')
    .replaceAll(/([^\n])\n(?![\n\-*\d>])/g, '$1 ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
