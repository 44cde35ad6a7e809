import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { SandboxError } from '../../error.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';

/**
 * Which Docker a new sandbox uses, and why: the machine's if it answers here, else one of its own, which takes root. And where
 * its images come from.
 */
export async function chooseDocker(sandbox: Sandbox): Promise<DockerChoice> {
  return { ...(await chooseDaemon(sandbox)), imageSource: await chooseImages() };
}

async function chooseDaemon(sandbox: Sandbox): Promise<Daemon> {
  const found = await machineDaemon();
  if (found.endpoint?.startsWith('unix://')) {
    return { kind: 'machine', host: found.endpoint, reason: `le Docker de cette machine répond (${found.endpoint})` };
  }
  const absent = found.endpoint
    ? `le Docker configuré est sur une autre machine (${found.endpoint}), où les fichiers du bac à sable ne sont pas`
    : 'aucun Docker ne répond sur cette machine';
  if (sandbox.uid === 0 && existsSync('/usr/bin/apt-get')) {
    const refused = await kernelRefuses();
    if (refused !== null) {
      throw new SandboxError(
        `La topologie compose est impossible ici : ${absent}, et cette machine ne permet pas d’en démarrer un (${refused}).`,
        'Lancez la commande sur une machine qui a Docker, ou : npm run sandbox -- up --topology native',
      );
    }
    const reason = `${absent} ; en root, le bac à sable démarre le sien, sur un socket privé`;
    return { kind: 'own', host: `unix://${inside(sandbox, 'run/docker/docker.sock')}`, reason };
  }
  throw new SandboxError(
    `La topologie compose est impossible ici : ${absent}, et il faut être root sur Debian pour en démarrer un.`,
    'Démarrez Docker, relancez la commande en root, ou : npm run sandbox -- up --topology native',
  );
}

/** What a Docker of one's own is made of, tried in namespaces of which nothing remains; null: all of it is allowed. */
async function kernelRefuses(): Promise<string | null> {
  const { exitCode, stderr } = await execa('unshare', [...NAMESPACES, 'sh', '-c', NEEDS], { reject: false });
  return exitCode === 0 ? null : (stderr.trim().split('\n').at(-1) ?? `statut ${exitCode}`);
}

const NAMESPACES = ['--mount', '--propagation', 'private', '--net', '--pid', '--fork', '--mount-proc'];
// A container without privileges, where CI often runs, has none of these rights. `ip` may not be installed yet.
const NEEDS = `set -e
mount -t tmpfs tmpfs /mnt
[ -w /sys/fs/cgroup ] || { echo 'groupes de contrôle en lecture seule' >&2; exit 1; }
! command -v ip > /dev/null || ip link add name essai type bridge`;

/** A registry that does not answer in a few seconds is no registry. */
async function chooseImages(): Promise<ImageSource> {
  const answer = await fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(4000) }).catch(
    () => undefined,
  );
  return answer?.status === 200 || answer?.status === 401 ? 'registry' : 'debian';
}

// The environment and the configuration of the operator say which Docker is the machine's.
async function machineDaemon(): Promise<{ readonly endpoint?: string }> {
  const options = { reject: false, timeout: 10_000 } as const;
  const { exitCode } = await execa('docker', ['version', '--format', '{{.Server.Version}}'], options);
  if (exitCode !== 0) return {};
  const { stdout } = await execa('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], options);
  return { endpoint: stdout.trim() };
}

export interface DockerChoice extends Daemon {
  readonly imageSource: ImageSource;
}

interface Daemon {
  readonly kind: 'machine' | 'own';
  readonly host: string;
  readonly reason: string;
}

export type ImageSource = 'registry' | 'debian';
