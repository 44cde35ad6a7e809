/** One journal damaged in one to four ways, as `random` says; `other` is the journal of another run. */
export function damaged(bytes: Buffer, other: Buffer, random: () => number): { bytes: Buffer; how: string } {
  const times = random() < 0.7 ? 1 : 2 + Math.floor(random() * 3);
  let result = bytes;
  const how: string[] = [];
  for (let time = 0; time < times; time++) {
    const [name, damage] = DAMAGES[Math.floor(random() * DAMAGES.length)] as (typeof DAMAGES)[number];
    result = damage(result, { other, random });
    how.push(name);
  }
  return { bytes: result, how: how.join(' + ') };
}

interface Means {
  readonly other: Buffer;
  readonly random: () => number;
}

const DAMAGES: readonly (readonly [name: string, damage: (bytes: Buffer, means: Means) => Buffer])[] = [
  ['a bit flipped', (bytes, { random }) => flipped(bytes, place(bytes, random), 1 << Math.floor(random() * 8))],
  [
    'a byte of the last line flipped',
    (bytes, { random }) => flipped(bytes, lastPlace(bytes, random), 1 + Math.floor(random() * 255)),
  ],
  ['a byte deleted', (bytes, { random }) => spliced(bytes, place(bytes, random), 1, '')],
  ['bytes deleted', (bytes, { random }) => spliced(bytes, place(bytes, random), Math.ceil(random() * 300), '')],
  ['a byte inserted', (bytes, { random }) => spliced(bytes, place(bytes, random), 0, noise(1, random))],
  [
    'bytes inserted',
    (bytes, { random }) => spliced(bytes, place(bytes, random), 0, noise(Math.ceil(random() * 40), random)),
  ],
  ['bytes doubled', (bytes, { random }) => doubled(bytes, place(bytes, random), Math.ceil(random() * 60))],
  ['two places swapped', (bytes, { random }) => exchanged(bytes, place(bytes, random), place(bytes, random))],
  ['bytes read as zeros', (bytes, { random }) => zeroed(bytes, place(bytes, random), Math.ceil(random() * 400))],
  ['cut', (bytes, { random }) => bytes.subarray(0, place(bytes, random))],
  ['cut in its last line', (bytes, { random }) => bytes.subarray(0, lastPlace(bytes, random))],
  ['its reserve left', (bytes, { random }) => Buffer.concat([bytes, Buffer.alloc(Math.floor(random() * 5000))])],
  ['noise appended', (bytes, { random }) => Buffer.concat([bytes, Buffer.from(noise(40, random), 'latin1')])],
  ['a line deleted', (bytes, { random }) => withLines(bytes, (lines) => lines.toSpliced(pick(lines, random), 1))],
  ['its last lines deleted', (bytes, { random }) => withLines(bytes, (lines) => lines.slice(0, pick(lines, random)))],
  [
    'a line doubled',
    (bytes, { random }) =>
      withLines(bytes, (lines) =>
        lines.flatMap((line, index) => (index === pick(lines, random) ? [line, line] : [line])),
      ),
  ],
  [
    'two lines swapped',
    (bytes, { random }) => withLines(bytes, (lines) => swapped(lines, pick(lines, random), pick(lines, random))),
  ],
  [
    'a line of noise inserted',
    (bytes, { random }) =>
      withLines(bytes, (lines) => lines.toSpliced(pick(lines, random), 0, `${noise(60, random)}\n`)),
  ],
  [
    'a line of another run inserted',
    (bytes, { other, random }) =>
      withLines(bytes, (lines) => lines.toSpliced(pick(lines, random), 0, lineOf(other, random))),
  ],
  [
    'a line of another run in place of one',
    (bytes, { other, random }) =>
      withLines(bytes, (lines) => lines.toSpliced(pick(lines, random), 1, lineOf(other, random))),
  ],
  [
    'the end of another run',
    (bytes, { other, random }) =>
      Buffer.concat([bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))]),
  ],
  ['another run appended', (bytes, { other }) => Buffer.concat([bytes, other])],
];

function place(bytes: Buffer, random: () => number): number {
  return Math.floor(random() * bytes.length);
}

function lastPlace(bytes: Buffer, random: () => number): number {
  const start = bytes.length < 2 ? 0 : bytes.lastIndexOf('\n', -2) + 1;
  return start + Math.floor(random() * (bytes.length - start));
}

function flipped(bytes: Buffer, at: number, mask: number): Buffer {
  const result = Buffer.from(bytes);
  if (at < result.length) result[at] = (result[at] as number) ^ mask;
  return result;
}

function spliced(bytes: Buffer, at: number, count: number, text: string): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(text, 'latin1'), bytes.subarray(at + count)]);
}

function doubled(bytes: Buffer, at: number, count: number): Buffer {
  return spliced(bytes, at, 0, bytes.toString('latin1', at, at + count));
}

function exchanged(bytes: Buffer, one: number, two: number): Buffer {
  const result = Buffer.from(bytes);
  if (bytes.length === 0) return result;
  [result[one], result[two]] = [result[two] as number, result[one] as number];
  return result;
}

function zeroed(bytes: Buffer, at: number, count: number): Buffer {
  return Buffer.from(bytes).fill(0, at, Math.min(bytes.length, at + count));
}

function withLines(bytes: Buffer, change: (lines: readonly string[]) => readonly string[]): Buffer {
  return Buffer.from(change(bytes.toString('latin1').split(/(?<=\n)/)).join(''), 'latin1');
}

function swapped(lines: readonly string[], one: number, two: number): readonly string[] {
  return lines.with(one, lines[two] as string).with(two, lines[one] as string);
}

function lineOf(bytes: Buffer, random: () => number): string {
  const lines = bytes.toString('latin1').split(/(?<=\n)/);
  return lines[pick(lines, random)] as string;
}

function pick(lines: readonly unknown[], random: () => number): number {
  return Math.floor(random() * lines.length);
}

function noise(length: number, random: () => number): string {
  return String.fromCharCode(...Array.from({ length }, () => Math.floor(random() * 256)));
}
