import { output, page, step } from '../support/runbook-cli.ts';

// A small runbook whose every step adds one line to the file `suite`, that holds the value of a shell variable, and then
// changes that variable: what is repeated, lost, done in another order or done with an old variable is seen in the file.

/** The value that the runbook is given; its default is another. */
export const startValue = 7;

const entries: readonly Entry[] = makeEntries([
  ['plain', 'once'],
  ['idempotent', null],
  ['apart', null],
  ['slow', 'idempotent'],
  ['talking', null],
  ['unchecked', 'once'],
  ['plain', 'idempotent'],
]);

/** The page. */
export const ledgerPage = page(
  'a',
  `${steps().join('\n')}`,
  '  variables:\n    START: { description: Départ, default: "1" }\n',
);

/** What the file holds after a run that nothing interrupted. */
export const wholeLedger = [
  ...entries.map(lineOf),
  `fin ${entries.at(-1)?.after} ${entries.map(({ i }) => i).join(' ')}`,
  '',
].join('\n');

/** The commands by which a person puts right what the step `id` had set in its shell; null: it sets nothing. */
export function stateAfter(id: string): string | null {
  const entry = entries.find((other) => other.id === id);
  if (!entry) return null;
  return `N=${entry.after}; SEEN=(${entries
    .slice(0, entry.i)
    .map(({ i }) => i)
    .join(' ')})\n`;
}

/** Whether the step `id` took effect, as a person sees it who looks at the file. */
export function tookEffect(id: string, ledger: string): boolean {
  const entry = entries.find((other) => id.endsWith(other.id));
  const begins = `${id.startsWith('undo-') ? 'défait ' : ''}${entry?.i ?? id} `;
  return ledger.split('\n').some((line) => line.startsWith(begins));
}

/** Why a file is not the one that giving up may leave: the first steps, each once, then their undo steps, the last first. */
export function undoneFault(ledger: string): string | null {
  const lines = ledger.split('\n').slice(0, -1);
  const done = lines.filter((line) => !line.startsWith('défait'));
  const expected = wholeLedger.split('\n').slice(0, done.length);
  if (done.join('\n') !== expected.join('\n')) return 'what was done is not the beginning of a plain run';
  const undone = lines.slice(done.length);
  const all = entries.filter(({ i, undo }) => undo && i <= done.length + 1);
  // A step that was in doubt is taken back too, although it had not acted yet.
  const possible = [all, all.filter(({ i }) => i <= done.length)].map((some) => some.map(lineOfUndo));
  if (possible.some((some) => some.toReversed().join('\n') === undone.join('\n'))) return null;
  return 'what was taken back is not each step once, the last first';
}

function steps(): readonly string[] {
  return [
    step('step="commencer" idempotent="true"', ': >> suite\nN=$START\nSEEN=()'),
    ...entries.flatMap((entry) => [
      step(`step="${entry.id}"${entry.kind === 'idempotent' ? ' idempotent="true"' : ''}`, textOf(entry)),
      ...(entry.undo
        ? [step(`undo="${entry.id}"${entry.undo === 'idempotent' ? ' idempotent="true"' : ''}`, undoOf(entry))]
        : []),
      ...(entry.kind === 'idempotent' || entry.kind === 'unchecked' ? [] : [checkOf(entry)]),
    ]),
    step('step="fin" idempotent="true"', 'grep -q "^fin " suite || printf \'fin %s %s\\n\' "$N" "${SEEN[*]}" >> suite'),
  ];
}

function textOf({ i, kind, after }: Entry): string {
  const line = `printf '%s %s\\n' ${i} "$N" >> suite`;
  const next = `N=$((N * 2 + ${i}))\nSEEN+=(${i})`;
  switch (kind) {
    case 'plain':
      return `${line}\n${next}`;
    case 'unchecked':
    case 'slow':
      return `sleep 0.03\n${line}\nsleep 0.03\n${next}`;
    case 'idempotent':
      return `grep -q '^${i} ' suite || ${line}\nN=${after}\nSEEN=(${Array.from({ length: i }, (_, at) => at + 1).join(' ')})`;
    case 'apart':
      return `${apart(i)}\nwait $!\n${next}`;
    // The shell that prints is ended by the pipe that nobody reads any more: only its mark tells whose the child is.
    case 'talking':
      return `${apart(i)}\nfor turn in 1 2 3 4; do echo "tour $turn"; sleep 0.02; done\nwait $!\n${next}`;
  }
}

/** A child in a session of its own, that outlives the runner and, once that is dead, acts when it is resumed. */
function apart(i: number): string {
  return `setsid sh -c 'sleep 0.06; test -d "/proc/$1" || sleep 0.6; echo "${i} $2" >> suite' sh "$PPID" "$N" &`;
}

function undoOf({ i, undo }: Entry): string {
  const line = `printf 'défait %s %s\\n' ${i} "$START" >> suite`;
  return undo === 'idempotent' ? `grep -q '^défait ${i} ' suite || ${line}` : `${line}\nsleep 0.02`;
}

/** Exact: it answers yes, no, or, were the line there twice, neither. */
function checkOf({ i, id }: Entry): string {
  const check = `${id}-faite`;
  return [
    step(`check="${check}" of="${id}"`, `grep -c '^${i} ' suite || true`),
    output(check, '1'),
    `\`\`\`text otherwise="${check}"\n0\n\`\`\`\n`,
  ].join('\n');
}

function lineOf({ i, before }: Entry): string {
  return `${i} ${before}`;
}

function lineOfUndo({ i }: Entry): string {
  return `défait ${i} ${startValue}`;
}

function makeEntries(kinds: readonly (readonly [Entry['kind'], Entry['undo']])[]): readonly Entry[] {
  let before = startValue;
  return kinds.map(([kind, undo], index) => {
    const i = index + 1;
    const entry = { i, id: `pas-${i}`, kind, undo, before, after: before * 2 + i };
    before = entry.after;
    return entry;
  });
}

interface Entry {
  /** From 1: the first word of its line. */
  readonly i: number;
  readonly id: string;
  readonly kind: 'plain' | 'idempotent' | 'apart' | 'slow' | 'talking' | 'unchecked';
  readonly undo: 'once' | 'idempotent' | null;
  /** The variable, before and after it. */
  readonly before: number;
  readonly after: number;
}
