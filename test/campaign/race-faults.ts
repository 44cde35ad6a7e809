import type { RaceEvent } from '../fixtures/campaign/race-event.ts';

/**
 * What is wrong in what racers did to one lock.
 * @param killed when each racer that died in the race was killed.
 */
export function raceFaults(events: readonly RaceEvent[], killed: ReadonlyMap<string, number>): readonly string[] {
  const holds = holdsOf(events, killed);
  const faults: string[] = [];
  // Surely held: from when the call returned to when the next began.
  const sure = holds.toSorted((a, b) => a.taken - b.taken);
  const open: Hold[] = [];
  for (const hold of sure) {
    const beside = open.filter(({ leaving }) => leaving > hold.taken);
    for (const other of beside) {
      if (hold.mode === 'exclusive' || other.mode === 'exclusive')
        faults.push(`two hold it: ${say(other)}, ${say(hold)}`);
    }
    open.splice(0, open.length, ...beside, hold);
  }
  for (const refused of events) {
    if (refused.kind !== 'refused') continue;
    // Perhaps held: from when the call began to when the next returned.
    const others = holds.filter(
      ({ runId, asked, left }) => runId !== refused.runId && asked <= refused.to && left >= refused.from,
    );
    if (others.length === 0) faults.push(`${refused.runId} is refused at ${refused.from}, and nobody holds it`);
    const { holder } = refused;
    const died = holder !== null && (killed.get(holder.runId) ?? Number.POSITIVE_INFINITY) < refused.to;
    if (holder !== null && !died && !others.some(({ runId }) => runId === holder.runId))
      faults.push(`${refused.runId} is told of ${holder.runId} at ${refused.from}, who does not hold it`);
    if (holder !== null && holder.user !== accountOf(holder.runId))
      faults.push(`the record of ${holder.runId} is not its own`);
  }
  return faults;
}

/** `r0-c1`: the account, the checkout. */
function accountOf(runId: string): string {
  return /^r(\d+)-/.exec(runId)?.[1] ?? '';
}

function holdsOf(events: readonly RaceEvent[], killed: ReadonlyMap<string, number>): readonly Hold[] {
  const lefts = new Map<string, RaceEvent[]>();
  for (const event of events) {
    if (event.kind === 'left') lefts.set(event.runId, [...(lefts.get(event.runId) ?? []), event]);
  }
  return events.flatMap(({ kind, runId, mode, from, to }) => {
    if (kind !== 'taken') return [];
    const left = lefts.get(runId)?.shift();
    const end = killed.get(runId) ?? Number.POSITIVE_INFINITY;
    return [{ runId, mode, asked: from, taken: to, leaving: left?.from ?? to, left: left?.to ?? end + DEATH_US }];
  });
}

/** What the kernel may take to end a process that was killed. */
const DEATH_US = 1_000_000;

function say({ runId, mode, taken, leaving }: Hold): string {
  return `${runId} (${mode}, ${taken} to ${leaving})`;
}

interface Hold {
  readonly runId: string;
  readonly mode: RaceEvent['mode'];
  readonly asked: number;
  readonly taken: number;
  readonly leaving: number;
  readonly left: number;
}
