import { copyFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ownAccess } from '../../runbook-runner/src/disk/access.ts';
import { readJournal } from '../../runbook-runner/src/journal/open.ts';
import type { RunState } from '../../runbook-runner/src/journal/replay.ts';
import { replay } from '../../runbook-runner/src/journal/replay.ts';
import type { RunRoot } from '../../runbook-runner/src/journal/runs.ts';
import { listRuns } from '../../runbook-runner/src/journal/runs.ts';
import { mayHaveActed } from '../../runbook-runner/src/journal/step-state.ts';
import type { Called, Place } from '../support/runbook-cli.ts';
import { page, step } from '../support/runbook-cli.ts';
import type { Campaign } from '../support/seeded.ts';
import { ledgerPage, startValue, stateAfter, tookEffect, undoneFault, wholeLedger } from './ledger.ts';

/** The words that begin the run of the ledger. */
export const begin = ['run', 'a.md', '--var', `START=${startValue}`];

/** Writes what is run, and the runbook of a stranger who must not come between. */
export async function writeLedger(place: Place): Promise<void> {
  await place.write('a.md', ledgerPage);
  await place.write('b.md', page('b', step('step="intrus"', 'mkdir intrus')));
}

/** Calls `runbook` and, unless it ends before, cuts it short: kills it, fills its disk. */
export type Cut = (place: Place, ...words: readonly string[]) => Promise<Called & { readonly wasCut: boolean }>;

interface Cutting {
  readonly cut: Cut;
  /** Under which name they are counted. */
  readonly cuts: string;
  /** How many in this run. */
  readonly most: number;
}

/**
 * Runs the ledger, whose runner is cut short a few times, then resumes, or takes back, what is left until it
 * ends. A person answers only where the runner says that one is needed.
 * @returns why what it left is not what a plain run leaves, with what it said and a copy of its journals; null: it is.
 */
export async function untilItEnds(
  place: Place,
  { cut, cuts, most }: Cutting,
  { count, random }: Campaign,
  givesUp: boolean,
): Promise<string | null> {
  const told: string[] = [];
  const fault = (what: string): string => [what, ...told, ledgerOf(place), keptJournals(place)].join('\n');
  let words: readonly string[] = begin;
  for (let left = most; told.length < MOST_CALLS; ) {
    const called = left > 0 ? await cut(place, ...words) : { ...(await place.runbook(...words)), wasCut: false };
    told.push(`${called.wasCut ? 'cut' : called.status}: ${words.join(' ')}\n${called.stdout}\n${called.stderr}`);
    if (called.stdout.includes('tourne encore')) count('steps that outlived their runner');
    if (called.wasCut) {
      left -= 1;
      count(cuts);
      if (random() < 0.1 && !(await keepsOthersOut(place))) return fault('another run began on the target');
      words = next(place, givesUp && left === 0, random);
      continue;
    }
    if (called.status === 0 || called.status === 6 || (called.status === 2 && endOf(place) !== null)) {
      const wrong = endOf(place) === 'undone' ? undoneFault(ledgerOf(place)) : wholeFault(ledgerOf(place));
      return wrong === null ? null : fault(wrong);
    }
    const answer = await answerOf(place, words, called, count);
    if (answer === null) return fault(`unexpected status ${called.status}`);
    words = answer;
  }
  return fault('it does not end');
}

const MOST_CALLS = 60;

/** Null while it can go on. A runner may be killed when nothing is left to do. */
function endOf(place: Place): 'succeeded' | 'undone' | null {
  const end = stateOf(place)?.end;
  const outcome = end?.kind === 'finished' ? end.finished.outcome : null;
  return outcome === 'succeeded' || outcome === 'undone' ? outcome : null;
}

function wholeFault(ledger: string): string | null {
  return ledger === wholeLedger ? null : 'the file is not the one of a plain run';
}

/** After a cut: what an operator types. */
function next(place: Place, givesUp: boolean, random: () => number): readonly string[] {
  const state = stateOf(place);
  if (givesUp && state?.steps.get('pas-1')?.attempts.length) return ['undo', state.run.runId];
  return random() < 0.2 ? ['resume', '--stop-survivors'] : ['resume'];
}

/** What a person does about a call that did not reach its end; null: nothing that the page of the command line announces. */
async function answerOf(
  place: Place,
  words: readonly string[],
  { status, stdout, stderr }: Called,
  count: Campaign['count'],
): Promise<readonly string[] | null> {
  if (status === 2 && /aucune exécution n’attend d’être reprise/.test(stderr)) {
    count('nothing was begun');
    return ledgerOf(place) === '' ? begin : null;
  }
  if (status !== 5) return null;
  const again = words[0] === 'undo' ? words.slice(0, 2) : ['resume'];
  if (/est perdu/.test(stdout)) {
    count('lost shell states, said');
    const lost = [...(stateOf(place)?.steps.values() ?? [])].find(
      (one) => one.status.kind === 'succeeded' && one.status.state === 'lost',
    );
    const commands = stateAfter(lost?.step.id ?? '');
    return commands !== null && (await setByHand(place, commands)) ? again : null;
  }
  const doubt = /\(« ((?:undo-)?pas-\d) »/.exec(stdout)?.[1];
  if (doubt === undefined || !/aucune vérification ne dit/.test(stdout)) return null;
  count('answers of a person');
  return [...again, tookEffect(doubt, ledgerOf(place)) ? '--done' : '--redo', doubt];
}

/** Opens a shell in the run, as the question about what is lost offers it, and sets there what is missing. */
async function setByHand(place: Place, commands: string): Promise<boolean> {
  const runId = stateOf(place)?.run.runId ?? '';
  const person = join(import.meta.dirname, '../fixtures/campaign/person.ts');
  const options = { cwd: place.folder, env: place.env, reject: false, input: commands } as const;
  const { exitCode, all } = await execa(process.execPath, [person, runId], { ...options, all: true });
  if (exitCode !== 0) console.log(all);
  return exitCode === 0;
}

/** Once a step has begun that may have acted, no other run begins before this one is resumed or closed. */
async function keepsOthersOut(place: Place): Promise<boolean> {
  const state = stateOf(place);
  if (state === null || state.end.kind === 'finished' || ![...state.steps.values()].some(mayHaveActed)) return true;
  const { status, stderr } = await place.runbook('run', 'b.md');
  return status === 3 && stderr.includes(state.run.runId);
}

/** What the journal of the newest run says; null: there is none yet. Of two of one second, their names do not tell which. */
function stateOf(place: Place): RunState | null {
  const states = listRuns(rootOf(place)).flatMap(({ journal }) => readable(journal) ?? []);
  return states.toSorted((a, b) => Number(a.run.at < b.run.at) - Number(a.run.at > b.run.at))[0] ?? null;
}

function readable(journal: string): RunState | null {
  try {
    return replay(readJournal(journal).records);
  } catch {
    return null;
  }
}

function ledgerOf(place: Place): string {
  const file = join(place.folder, 'suite');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Copies of the journals of a place that is going to be removed, and where they are. */
function keptJournals(place: Place): string {
  const kept = mkdtempSync(join(tmpdir(), 'journals-'));
  for (const { runId, journal } of listRuns(rootOf(place)))
    if (existsSync(journal)) copyFileSync(journal, join(kept, `${runId}.jsonl`));
  return kept;
}

function rootOf({ state }: Place): RunRoot {
  return { folder: join(state, 'runbook'), access: ownAccess };
}
