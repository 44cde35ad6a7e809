import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Takes the times of several actions in turns, A B C A B C …, so that whatever else the machine does slows all alike.
 * @param actions what to measure, by name; each returns its milliseconds.
 * @returns the times of each, in the order of the rounds; one first round is not counted. Beside them `stolen`: of the
 * processor time that was wanted in each round, the percentage that the host of a virtual machine kept for others.
 */
export function inTurns<Name extends string>(
  rounds: number,
  actions: Readonly<Record<Name, () => number>>,
): Readonly<Record<Name | 'stolen', readonly number[]>> {
  const names = Object.keys(actions) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (const name of names) actions[name]();
  const stolen: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = processorTime();
    for (const name of names) times[name].push(actions[name]());
    const after = processorTime();
    stolen.push((100 * (after.stolen - before.stolen)) / (after.wanted - before.wanted));
  }
  return { ...times, stolen };
}

/** Of all processors since boot, in clock ticks: proc(5), /proc/stat. */
function processorTime(): { readonly wanted: number; readonly stolen: number } {
  const [line = ''] = readFileSync('/proc/stat', 'latin1').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolen = 0] = line.split(/ +/).slice(1).map(Number);
  return { wanted: user + nice + system + irq + softirq + stolen, stolen };
}

/**
 * Milliseconds of a whole process. What it was asked to do must have been done: a command that fails early is not fast.
 * @throws Error when its status is not 0, or when its output does not hold `says`.
 */
export function timeProcess(command: string, args: readonly string[], { says = '', ...options }: Called = {}): number {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
  const time = performance.now() - start;
  if (status === 0 && stdout.includes(says)) return time;
  throw new Error(`${[command, ...args].join(' ')}: status ${status}, expected 0 and “${says}”\n${stdout}${stderr}`);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The ratios a/b, pair by pair: each pair was taken in the same moment. */
export function ratios(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((value, index) => value / (b[index] ?? Number.NaN));
}

interface Called {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A text that the standard output must hold. */
  readonly says?: string;
}
