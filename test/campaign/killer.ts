import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../support/runbook-cli.ts';
import { runWatched } from '../support/watched-runner.ts';
import type { Cut } from './survival.ts';

/** At a random time, mostly between the first thing that it says and the end of a plain run. */
export async function timeKiller(place: Place, random: () => number, ...plain: readonly string[]): Promise<Cut> {
  const began = performance.now();
  const running = place.start(...plain);
  await once(running.stdout, 'data');
  const loaded = performance.now();
  await running;
  const [loading, lasting] = [loaded - began, performance.now() - loaded];
  return async (there, ...words) => {
    const calling = there.start(...words);
    let timer: NodeJS.Timeout | undefined;
    const killIn = (ms: number): void => {
      timer = setTimeout(() => calling.kill('SIGKILL'), ms);
    };
    if (random() < 0.1) killIn(random() * loading);
    else calling.stdout.once('data', () => killIn(random() * lasting));
    const { exitCode, signal, stdout, stderr } = await calling;
    clearTimeout(timer);
    return { status: exitCode, wasCut: signal === 'SIGKILL', stdout, stderr };
  };
}

/** Before one of the calls by which a plain run changes something, starts something or says something. */
export async function callKiller(place: Place, random: () => number, ...plain: readonly string[]): Promise<Cut> {
  const trace = join(place.folder, 'trace');
  await runWatched(place, `--output=${trace}`, ...plain);
  const calls = readFileSync(trace, 'utf8').split('\n').flatMap(nameOf);
  return async (there, ...words) => {
    const at = Math.floor(random() * calls.length);
    const name = calls[at];
    const nth = calls.slice(0, at + 1).filter((other) => other === name).length;
    const inject = `--inject=${name}:signal=KILL:when=${nth}`;
    const { killed: wasCut, ...called } = await runWatched(there, `--output=/dev/null ${inject}`, ...words);
    return { ...called, wasCut };
  };
}

function nameOf(line: string): readonly string[] {
  return /^\w+(?=\()/.exec(line) ?? [];
}
