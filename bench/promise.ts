import { median } from './campaign.ts';

/** What was promised, and what one campaign measured of it. */
export interface Measured {
  readonly promise: string;
  /** One value a round; their median is compared with the limit. */
  readonly values: readonly number[];
  readonly limit: number;
  readonly unit: Unit;
  /** What else the campaign saw: the peers, the parts. */
  readonly beside: readonly Figure[];
}

export interface Figure {
  readonly name: string;
  readonly values: readonly number[];
  readonly unit: Unit;
}

type Unit = 'ms' | 's' | '×' | '%';

/** A promise that was not measured (no value) is not kept. */
export function isKept({ values, limit }: Measured): boolean {
  return median(values) <= limit;
}

/** One campaign: the promise first, then what was measured beside it. */
export function formatMeasured(measured: Measured): string {
  const { promise, values, unit, beside } = measured;
  return [row({ name: promise, values, unit }), ...beside.map(row)].join('\n');
}

/** The promises, one a line. */
export function formatTable(all: readonly Measured[]): string {
  const lines = all.map((measured) => {
    const { promise, values, unit, limit } = measured;
    const [middle, least] = [show(median(values), unit), show(Math.min(...values), unit)];
    const verdict = isKept(measured) ? 'kept' : 'NOT KEPT';
    return `${promise.padEnd(NAME)}${middle.padStart(NUMBER)}${least.padStart(NUMBER)}${show(limit, unit).padStart(NUMBER)}   ${verdict}`;
  });
  const head = ['median', 'minimum', 'at most'].map((title) => title.padStart(NUMBER)).join('');
  return [`${'promise'.padEnd(NAME)}${head}`, ...lines].join('\n');
}

/** For a script called alone: prints, and says with its exit status whether the promise was kept. */
export function report(measured: Measured): void {
  console.log(`${formatMeasured(measured)}\n\n${formatTable([measured])}`);
  process.exitCode = isKept(measured) ? 0 : 1;
}

/** What the host of a virtual machine took while a campaign was on: its times say less then. */
export function takenByTheHost(stolen: readonly number[]): Figure {
  return { name: '  processor time kept by the host', values: stolen, unit: '%' };
}

function row({ name, values, unit }: Figure): string {
  const range = `min ${show(Math.min(...values), unit)}, max ${show(Math.max(...values), unit)}`;
  return `${name.padEnd(NAME)}${show(median(values), unit).padStart(NUMBER)}   ${range}, ${values.length} taken`;
}

function show(value: number, unit: Unit): string {
  return `${value.toFixed(unit === 'ms' && value >= 100 ? 0 : 2)} ${unit}`;
}

const NAME = 58;
const NUMBER = 11;
