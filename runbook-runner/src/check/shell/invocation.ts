import type { ShellWord } from './word.ts';

/**
 * The program that a command runs in the end: behind `@service`, `sudo`, `timeout 5m`, `env A=b`… Only the wrappers
 * that operators write; the judge knows them all, and what is not understood there counts as destructive.
 */
export function readInvocation(command: readonly ShellWord[]): Invocation | null {
  let words = command;
  let service: string | null = null;
  for (let depth = 0; depth < 6; depth++) {
    const name = programName(words[0]);
    if (name === null) return null;
    const wrapper = wrappers.get(name);
    if (/^@[^:]+(:run)?$/.test(name)) {
      service = name;
      words = words.slice(1);
    } else if (wrapper) words = skip(words.slice(1), wrapper);
    else return { name, args: words.slice(1), service };
  }
  return null;
}

/** Whether an option is given: `-X`, also within a cluster (`-qAtX`), or `--long`, `--long=value`. */
export function hasOption(args: readonly ShellWord[], short: string, ...long: readonly string[]): boolean {
  const { given } = cluster(short);
  return args.some(({ value, raw }) => {
    const text = value ?? raw;
    if (!text.startsWith('-')) return false;
    if (short !== '' && given.test(text)) return true;
    return long.some((name) => text === name || text.startsWith(`${name}=`));
  });
}

/** The values of an option that takes one: `-c x`, `-cx`, `-Xc x`, `--command x`, `--command=x`. */
export function optionValues(args: readonly ShellWord[], short: string, ...long: readonly string[]): string[] {
  const values: string[] = [];
  const { valued } = cluster(short);
  for (const [index, { value, raw }] of args.entries()) {
    const text = value ?? raw;
    if (!text.startsWith('-')) continue;
    const next = args[index + 1];
    const found = valued.exec(text);
    const name = long.find((candidate) => text === candidate || text.startsWith(`${candidate}=`));
    if (found) values.push(found[1] || (next?.value ?? next?.raw ?? ''));
    else if (name !== undefined)
      values.push(text === name ? (next?.value ?? next?.raw ?? '') : text.slice(name.length + 1));
  }
  return values;
}

export interface Invocation {
  /** Without its folder. */
  readonly name: string;
  readonly args: readonly ShellWord[];
  /** `@db` when it runs there. */
  readonly service: string | null;
}

interface Wrapper {
  /** Options that take the next word. */
  readonly valued: RegExp;
  /** Words of its own before the command. */
  readonly own: number;
}

const none: Wrapper = { valued: /^$/, own: 0 };
const wrappers: ReadonlyMap<string, Wrapper> = new Map([
  ['command', none],
  ['env', { valued: /^-[uCS]$/, own: 0 }],
  ['nice', { valued: /^-n$/, own: 0 }],
  ['nohup', none],
  ['setsid', none],
  ['sudo', { valued: /^-[ugpChDRrTt]$/, own: 0 }],
  ['runuser', { valued: /^-[ug]$/, own: 0 }],
  ['time', none],
  ['timeout', { valued: /^-[ks]$/, own: 1 }],
]);

/** How a short option looks among others. Compiling it costs more than the rest of a rule. */
function cluster(short: string): Cluster {
  let known = clusters.get(short);
  if (!known) {
    known = {
      given: new RegExp(`^-[A-Za-z0-9]*${short}`, 's'),
      valued: new RegExp(`^-[A-Za-z0-9]*?${short}(.*)$`, 's'),
    };
    clusters.set(short, known);
  }
  return known;
}

interface Cluster {
  readonly given: RegExp;
  /** Its group is the value that touches the option. */
  readonly valued: RegExp;
}

const clusters = new Map<string, Cluster>();

function programName(word: ShellWord | undefined): string | null {
  if (!word || word.value === null) return null;
  return word.value.startsWith('@') ? word.value : word.value.slice(word.value.lastIndexOf('/') + 1);
}

function skip(words: readonly ShellWord[], wrapper: Wrapper): readonly ShellWord[] {
  let index = 0;
  for (; index < words.length; index++) {
    const text = words[index]?.value ?? words[index]?.raw ?? '';
    if (text === '--') return words.slice(index + 1 + wrapper.own);
    if (wrapper.valued.test(text)) index++;
    else if (!text.startsWith('-') && !/^[A-Za-z_]\w*=/.test(text)) break;
  }
  return words.slice(index + wrapper.own);
}
