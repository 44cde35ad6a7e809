import type { Machine } from '../machine/machine.ts';
import type { Finding } from './finding.ts';
import { fine, wrong } from './finding.ts';
import type { Probe } from './probe.ts';

/** Whether each command is there, and the version of those that answer the question without doing anything else. */
export async function lookAtTools(needed: readonly NeededTool[], machine: Machine, probe: Probe | null) {
  const findings: Finding[] = [];
  for (const { name, by, must } of needed) {
    const looked = { subject: 'tool', id: `tool:${name}`, title: `commande ${name}` } as const;
    if (await machine.has(name)) {
      const version = probe === null ? null : await versionOf(name, probe);
      findings.push(fine(looked, version, { command: name, version, by }));
    } else {
      const detail = `n’est pas installée, et ${by.join(', ')} l’appelle${by.length > 1 ? 'nt' : ''}`;
      findings.push(wrong(looked, must ? 'failed' : 'warning', detail, `installez « ${name} »`, { command: name, by }));
    }
  }
  return findings;
}

export interface NeededTool {
  readonly name: string;
  /** What calls it: steps as `RUNBOOK#ÉTAPE`, the targets file, the runner. */
  readonly by: readonly string[];
  /** False: a step may bring it. */
  readonly must: boolean;
}

async function versionOf(name: string, probe: Probe): Promise<string | null> {
  const question = QUESTIONS.get(name);
  if (question === undefined) return null;
  const { ok, lines } = await probe.ask(`${question} 2>&1 < /dev/null`, LIMIT_MS);
  const line = ok ? lines.find((text) => /\d+\.\d/.test(text)) : undefined;
  return /v?(\d+(?:\.\d+)+[\w.+~-]*)/.exec(line ?? '')?.[1] ?? null;
}

const LIMIT_MS = 5000;

/** How each is asked for its version: it prints it and ends, without a server, a file or the network. */
const QUESTIONS: ReadonlyMap<string, string> = new Map([
  ...'bash borg curl docker flock git gpg gzip jq pg_dump pg_dumpall pg_restore pgbackrest psql python3 redis-cli rsync sqlite3 tar systemctl supervisord wget xz zstd'
    .split(' ')
    .map((name) => [name, `${name} --version`] as const),
  ['kubectl', 'kubectl version --client'],
  ['nginx', 'nginx -v'],
  ['node', 'node --version'],
  ['openssl', 'openssl version'],
  ['restic', 'restic version'],
  ['ssh', 'ssh -V'],
]);
