import { visible } from '../report/visible.ts';

/**
 * What a command that fails says of it: the end of its standard error, from the first of its last lines that speaks of an
 * error. As a terminal can show it without obeying it; few lines, none of them long.
 */
export function collectOwnError(): OwnError {
  let lines: string[] = [];
  let unfinished = '';
  return {
    add(text) {
      const parts = (unfinished + text).split('\n');
      unfinished = (parts.pop() as string).slice(-LONGEST_READ);
      lines = [...lines, ...parts.map(shown).filter((line) => line.trim() !== '')].slice(-LAST_LINES);
    },
    lines() {
      const last = [...lines, shown(unfinished)].filter((line) => line.trim() !== '').slice(-LAST_LINES);
      const first = last.findIndex((line) => SPEAKS_OF_AN_ERROR.test(line));
      return last.slice(first < 0 ? -1 : first);
    },
  };
}

export interface OwnError {
  /** Text of the standard error, already masked. */
  readonly add: (text: string) => void;
  readonly lines: () => readonly string[];
}

const LAST_LINES = 4;
const LONGEST_READ = 4096;
const LONGEST_SHOWN = 200;

/** At the beginning of a line: what is indented explains the line above it. */
const SPEAKS_OF_AN_ERROR =
  /^(?=\S).*(?<![\p{L}\p{N}])(?:error|erreur|fatal|panic|exception|cannot|can't|could not|unable|failed|failure|denied|refused|no such|not found|unbound|unrecognized|invalid|timed out|impossible|introuvable|échec|échoué|refusée?)(?![\p{L}\p{N}])/iu;

/** Of a progress bar, its last state. */
function shown(line: string): string {
  const text = visible(line.trimEnd().split('\r').at(-1) ?? '');
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}
