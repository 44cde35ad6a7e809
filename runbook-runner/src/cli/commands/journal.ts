import { Failure } from '../../failure.ts';
import { plural } from '../../french/plural.ts';
import type { RunPaths } from '../../journal/runs.ts';
import { runsOf } from '../../journal/runs.ts';
import type { JournalVerdict } from '../../journal/verify-journal.ts';
import { verifyJournal } from '../../journal/verify-journal.ts';
import { jsonText } from '../../report/json.ts';
import { paint } from '../../report/paint.ts';
import { allVisible } from '../../report/visible.ts';
import { usage } from '../arguments.ts';
import type { JournalGiven } from '../catalogue.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { knownRoots, tellLeftOut } from '../run-roots.ts';
import { readableWidth, wrap } from '../terminal/wrap.ts';

/** Says of each journal whether it is as its writer left it. */
export async function journal({ values, positionals }: JournalGiven, io: Io): Promise<ExitStatus> {
  const [what, ...runIds] = positionals;
  if (what !== 'verify') throw usage('journal', 'il faut dire quoi faire des journaux', 'verify');
  const known = knownRoots(io);
  tellLeftOut(known, io);
  const all = runsOf(known.roots);
  const where = known.roots.map(({ folder }) => folder).join(', ');
  const verified = (runIds.length === 0 ? all : runIds.map((runId) => named(runId, all, where))).map((paths) => ({
    runId: paths.runId,
    ...verifyJournal(paths),
  }));
  if (values.format === 'json') io.stdout.write(`${jsonText(verified, 2)}\n`);
  else {
    const { red, yellow, green } = paint(hasColor(io, io.stdout));
    const colours = { whole: green, torn: yellow, empty: yellow, damaged: red, unreadable: red };
    const width = readableWidth(io.stdout.columns);
    for (const { runId, ...verdict } of allVisible(verified)) {
      const [first, ...more] = describe(verdict);
      io.stdout.write(`${runId}  ${colours[verdict.kind](WORDS[verdict.kind])}${first}\n`);
      for (const line of more.flatMap((text) => wrap(`    ${text}`, width))) io.stdout.write(`${line}\n`);
    }
    io.stdout.write(`${summary(verified)}\n`);
  }
  return statusOf(verified);
}

function statusOf(verdicts: readonly JournalVerdict[]): ExitStatus {
  if (verdicts.some((verdict) => verdict.kind === 'damaged' || ('inDoubt' in verdict && verdict.inDoubt.length > 0)))
    return exitStatus.inDoubt;
  if (verdicts.some(({ kind }) => kind === 'unreadable')) return exitStatus.couldNotRun;
  const changed = verdicts.some((verdict) => 'outputs' in verdict && verdict.outputs.length > 0);
  return changed ? exitStatus.unproven : exitStatus.success;
}

function named(runId: string, all: readonly RunPaths[], where: string): RunPaths {
  const found = all.find((paths) => paths.runId === runId);
  if (found) return found;
  throw new Failure('usage', {
    message: `aucune exécution ne s’appelle « ${runId} »`,
    where,
    action: 'runbook history',
  });
}

const WORDS: Readonly<Record<JournalVerdict['kind'], string>> = {
  whole: 'intact',
  torn: 'incomplet',
  empty: 'vide',
  damaged: 'endommagé',
  unreadable: 'illisible',
};

/** What follows its word, then a paragraph for each thing to know. */
function describe(verdict: JournalVerdict): readonly string[] {
  if ('reason' in verdict) return ['', verdict.reason];
  const { records, warnings, inDoubt, outputs } = verdict;
  const doubts = inDoubt.map((id) => `L’étape « ${id} » est en doute : personne ne peut dire si elle a eu lieu.`);
  return [`, ${plural(records, 'enregistrement')}`, ...warnings, ...doubts, ...outputs];
}

function summary(verdicts: readonly JournalVerdict[]): string {
  const counts = Object.entries(WORDS).flatMap(([kind, word]) => {
    const count = verdicts.filter((verdict) => verdict.kind === kind).length;
    return count === 0 ? [] : [plural(count, word)];
  });
  return [plural(verdicts.length, 'journal', 'journaux'), ...(counts.length > 0 ? [counts.join(', ')] : [])].join(
    ' : ',
  );
}
