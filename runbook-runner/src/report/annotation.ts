import { visible } from './visible.ts';

/** An annotation of a GitHub workflow (`::error …`), one line. */
export function gitHubAnnotation({ severity, file, line, column, title, text }: Annotation): string {
  const place = [`file=${property(file)}`, `line=${line}`, ...(column === undefined ? [] : [`col=${column}`])];
  return `::${severity} ${[...place, `title=${property(title)}`].join(',')}::${data(text)}\n`;
}

interface Annotation {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly title: string;
  readonly text: string;
}

// As in the toolkit of GitHub Actions: these characters would end the command or a property. Percent first.
function data(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
