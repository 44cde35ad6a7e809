/** What a campaign does by chance, and how much of it. */
export interface Campaign {
  readonly whole: boolean;
  /** How many times: reduced; with RUNBOOK_CAMPAIGN=whole the whole, with RUNBOOK_CAMPAIGN=0.25 that part of it. */
  readonly size: (reduced: number, whole: number) => number;
  /** Printed with the counts; RUNBOOK_SEED gives it again. */
  readonly seed: number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  /** One more of what is counted under this name. */
  readonly count: (what: string, more?: number) => void;
  readonly counted: (what: string) => number;
  /** What was counted, in one line, with the seed. */
  readonly summary: () => string;
}

export function openCampaign(defaultSeed = 20261121): Campaign {
  const seed = Number(process.env.RUNBOOK_SEED ?? defaultSeed);
  if (!Number.isInteger(seed)) throw new Error(`RUNBOOK_SEED=${process.env.RUNBOOK_SEED}: expected an integer`);
  const part = partOf(process.env.RUNBOOK_CAMPAIGN);
  const counts = new Map<string, number>();
  return {
    whole: part === 1,
    size: (reduced, whole) => (part === null ? reduced : Math.ceil(whole * part)),
    seed,
    random: seeded(seed),
    count: (what, more = 1) => void counts.set(what, (counts.get(what) ?? 0) + more),
    counted: (what) => counts.get(what) ?? 0,
    summary: () => `${[...counts].map(([what, times]) => `${what}: ${times}`).join(', ')} (seed ${seed})`,
  };
}

/** Null: what `npm test` does. */
function partOf(asked: string | undefined): number | null {
  if (asked === undefined) return null;
  const part = asked === 'whole' ? 1 : Number(asked);
  // With any other word a campaign would never be long enough, with 0 it would do nothing and pass.
  if (part > 0) return part;
  throw new Error(`RUNBOOK_CAMPAIGN=${asked}: expected 'whole', or a part of it such as 0.25`);
}

/** Numbers in [0, 1) that a seed gives again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
