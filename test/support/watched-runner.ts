import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Called, Place } from './runbook-cli.ts';
import { cli, openPlace } from './runbook-cli.ts';

/** A place whose target lets strace watch the runner: see `runWatched`. */
export async function openWatchedPlace(): Promise<Place> {
  const place = await openPlace(target);
  await place.write('identity.sh', identity);
  return place;
}

/**
 * Calls `runbook` under strace with these options, and says whether that killed it. The target's identity is asked by a
 * program that attaches strace to the runner that asks: what a runner does before, its loading, is neither slowed down nor
 * of interest. Only its own thread is watched, and none of its steps.
 */
export async function runWatched(
  place: Place,
  options: string,
  ...words: readonly string[]
): Promise<Called & { readonly killed: boolean }> {
  // A file: the identity is asked in the environment of the steps, to which a variable of the runner does not come.
  const watched = await place.write('watched', options);
  const { exitCode, signal, stdout, stderr } = await execa(process.execPath, [cli, ...words], {
    cwd: place.folder,
    env: { ...place.env },
    reject: false,
    stdin: 'ignore',
  });
  await rm(watched);
  const unattached = join(place.folder, 'unattached');
  if (existsSync(unattached)) throw new Error(`strace did not attach: ${readFileSync(unattached, 'utf8')}`);
  return { status: exitCode, killed: signal === 'SIGKILL', stdout, stderr };
}

const target = `targets:
  ici:
    description: Un dossier d’essai.
    kind: local
    identity: { command: [sh, identity.sh] }
`;

/** Those that change something, start something or say something. */
const CALLS =
  'mkdir,rename,unlink,unlinkat,rmdir,link,write,pwrite64,fsync,fdatasync,ftruncate,fchmod,clone,clone3,vfork,socketpair,shutdown,kill,wait4';

/** A strace that ends without having attached fails the identity, and `runWatched`, instead of being waited for. */
const identity = `echo essai
test -e watched || exit 0
setsid strace $(cat watched) --trace=${CALLS} --attach="$PPID" > /dev/null 2> strace-said &
until grep -q "^TracerPid:.*[1-9]" "/proc/$PPID/status"; do
  kill -0 $! 2> /dev/null || { mv strace-said unattached; exit 1; }
  sleep 0.01
done
`;
