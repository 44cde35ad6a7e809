import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, localTarget, openPlace } from '../support/runbook-cli.ts';
import type { Cut } from './survival.ts';
import { writeLedger } from './survival.ts';

/** What is on a disk that fills: what the runner keeps, the same and what it says, or all, what the steps write too. */
export const kindsOfDisk = ['state', 'stdout', 'everything'] as const;
export type KindOfDisk = (typeof kindsOfDisk)[number];

/** A place of which a part is on a disk (tmpfs) of one MiB; it is removed when the test ends, if it was not before. */
export async function openSmallPlace(kind: KindOfDisk): Promise<Place> {
  const place = await openPlace();
  const mounted = kind === 'everything' ? place.folder : place.state;
  mkdirSync(mounted, { recursive: true });
  await execa('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', mounted]);
  let removed: Promise<void> | null = null;
  const remove = (): Promise<void> => {
    removed ??= execa('umount', ['--lazy', mounted]).then(place.remove);
    return removed;
  };
  onTestFinished(remove);
  mkdirSync(place.state, { recursive: true });
  await place.write('targets.yaml', localTarget);
  await writeLedger(place);
  return { ...place, remove };
}

/** Leaves some room, or none from a random moment on, for one call; the room is there again once it has ended. */
export function diskFiller(kind: KindOfDisk, random: () => number, lastingMs: number): Cut {
  return async (place, ...words) => {
    const filler = join(place.state, 'filler');
    const later = random() < 0.5;
    if (!later) fill(filler, random() * 150_000);
    const timer = later ? setTimeout(() => fill(filler, 0), random() * lastingMs) : undefined;
    const said = join(place.state, 'said');
    const command = [process.execPath, cli, ...words];
    const [file = '', ...argv] = kind === 'stdout' ? ['sh', '-c', 'exec "$@" > "$0"', said, ...command] : command;
    const called = await execa(file, argv, { cwd: place.folder, env: place.env, reject: false, stdin: 'ignore' });
    clearTimeout(timer);
    rmSync(filler, { force: true });
    const { exitCode: status, stderr } = called;
    const stdout = kind === 'stdout' ? readFileSync(said, 'utf8') : called.stdout;
    return { status, wasCut: isOfDisk(status, stdout), stdout, stderr };
  };
}

/** It did not reach its end, and what it waits for is not a person. */
function isOfDisk(status: number | undefined, stdout: string): boolean {
  if (status === 0 || status === 6 || status === 2) return false;
  return !(status === 5 && /est perdu|aucune vérification ne dit/.test(stdout));
}

/** Takes all the room of the disk but `left` bytes. */
function fill(file: string, left: number): void {
  const { bavail, bsize } = statfsSync(join(file, '..'));
  try {
    writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - left)));
  } catch (error) {
    // Somebody else took a part of it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
