import type { RunRoot } from '../journal/runs.ts';
import type { Machine } from '../machine/machine.ts';
import { servicesCalledBy } from '../plan/services-called.ts';
import type { Report } from '../report/report.ts';
import { makeReport, worstResult } from '../report/report.ts';
import type { Target } from '../targets/target.ts';
import type { Clocks } from './clock.ts';
import { watchClock } from './clock.ts';
import { lookAtDeclared } from './declared.ts';
import type { Finding } from './finding.ts';
import { fine, ofError, wrong } from './finding.ts';
import { lookAtFolder } from './folder.ts';
import { lookAtIdentity } from './identity.ts';
import type { RunRoots } from './journals.ts';
import { lookAtJournals } from './journals.ts';
import { lookAtLock } from './lock.ts';
import { masked } from './masked.ts';
import { neededTools } from './needs.ts';
import { lookAtOperators } from './operators.ts';
import { openProbe } from './probe.ts';
import { lookAtRights, lookAtStateFolder } from './rights.ts';
import type { Document, RunbookFinding } from './runbooks.ts';
import { lookAtRunbook } from './runbooks.ts';
import { lookAtServices } from './services.ts';
import { lookAtSpace } from './space.ts';
import { lookAtTools } from './tools.ts';
import { lookAtValues } from './values.ts';

/**
 * What works on a target and which runbooks could be executed there now. Takes no lock, starts no service, and leaves
 * nothing behind; what cannot be looked at is a finding of its own and hides no other.
 */
export async function examine(target: Target, documents: readonly Document[], host: Host): Promise<DoctorReport> {
  const { env, root, given, signal, clocks } = host;
  const { roots } = host.runRoots;
  const operators = lookAtOperators(target, host.newRoot);
  // What is wrong with the folder of its own operators is told there.
  const refused = host.runRoots.refused.filter(({ text }) => text.message !== operators.finding?.detail);
  const { runs, findings: journals } = lookAtJournals({ roots, refused });
  const startedAt = clocks.now().toISOString();
  const clock = watchClock(clocks);
  const machine = host.machineOf(target);
  const folder = await lookAtFolder(target);
  // Asked even so: who mends the folder would only then learn that the identity fails too.
  const asked = folder.result === 'ok' ? machine : host.machineOf({ ...target, cwd: target.folder });
  const [{ identity, finding: who }, values] = await Promise.all([
    lookAtIdentity(target, asked, runs, signal),
    lookAtValues(target, machine, env, signal),
  ]);
  const locks = lookAtLock(target, folder.result === 'ok' || target.identity ? identity : null, machine, roots);
  const cwd = folder.result === 'ok' ? target.cwd : target.folder;
  const state = lookAtStateFolder(root, host.requireRoot);
  const session = { subject: 'session', id: 'session', title: 'session des étapes', blocksAll: true } as const;
  const opened =
    state.result === 'ok'
      ? await openProbe(machine, cwd, values, signal).catch((error: unknown) => ofError(session, error))
      : wrong(session, 'skipped', 'pas ouverte : le dossier d’état, où elle serait, ne convient pas', null);
  const probe = 'ask' in opened ? opened : null;
  try {
    const temporary = env.TMPDIR || '/tmp';
    const folders = {
      shared: operators.folder,
      temporary,
      locks: machine.lockFolder,
      reports: host.reports,
      own: host.me.uid,
    };
    const places = [
      { name: 'état et sessions', path: root, must: true },
      ...(operators.folder === null ? [] : [{ name: 'exécutions', path: operators.folder, must: true }]),
      { name: 'temporaire', path: temporary, must: false },
      ...(host.reports === null ? [] : [{ name: 'rapports', path: host.reports, must: true }]),
    ];
    const findings: readonly Finding[] = [
      folder,
      who,
      ...(operators.finding === null ? [] : [operators.finding]),
      locks.finding,
      ...journals,
      'ask' in opened ? ofShell(session, await opened.ask('echo "$BASH_VERSION"', 5000)) : opened,
      state,
      ...lookAtRights(folders),
      ...(await lookAtSpace(places, roots)),
      ...values.findings,
      ...(await lookAtDeclared(target, documents, values.needles, probe)),
      ...(await lookAtServices(target, await calledBy(documents, target), machine, probe)),
      ...(await lookAtTools(await neededTools(target, documents, machine), machine, probe)),
      clock(runs),
      host.terminal,
    ];
    const canList = folder.result === 'ok' && probe !== null && !signal.aborted;
    const around = { values, locks, identity, findings, given, env, machine, canList, signal };
    const runbooks: RunbookFinding[] = [];
    for (const document of documents) if (!signal.aborted) runbooks.push(await lookAtRunbook(document, around));
    return masked(
      reportOf(target, [...findings, ...runbooks], startedAt, clocks.now().toISOString(), host),
      values.needles,
    );
  } finally {
    await probe?.close();
  }
}

/** The services and verbs (`@db`, `@db:stop`) that some runbook calls. */
async function calledBy(documents: readonly Document[], target: Target): Promise<ReadonlySet<string>> {
  const runbooks = documents.flatMap(({ runbook }) => runbook ?? []);
  const names = await Promise.all(runbooks.map((runbook) => servicesCalledBy(runbook, target)));
  return new Set(names.flatMap((called) => [...called]));
}

export type DoctorReport = Report<Finding | RunbookFinding>;

/** The outside of an examination. */
export interface Host {
  readonly machineOf: (target: Target) => Machine;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of what this account keeps. */
  readonly root: string;
  /** Throws why what is kept there would not be safe. */
  readonly requireRoot: () => void;
  /** Where runs may be: there, and in the folders that operators share. */
  readonly runRoots: RunRoots;
  /** Where a new run of the target would be kept; throws why it could not. */
  readonly newRoot: () => RunRoot;
  /** Values by name, as for `run`. */
  readonly given: ReadonlyMap<string, string>;
  /** Where reports would go besides; null: it is not asked. */
  readonly reports: string | null;
  readonly signal: AbortSignal;
  readonly clocks: Clocks;
  readonly terminal: Finding;
  readonly me: { readonly host: string; readonly user: string; readonly uid: number };
}

function ofShell(
  session: Parameters<typeof fine>[0],
  { ok, lines, problem }: { ok: boolean; lines: readonly string[]; problem: string | null },
): Finding {
  const [version = null] = lines;
  if (ok && version !== null) return fine(session, `bash ${version}`, { bash: version });
  return wrong(session, 'failed', problem ?? 'bash ne répond pas', null);
}

function reportOf(
  { name }: Target,
  entries: readonly (Finding | RunbookFinding)[],
  startedAt: string,
  endedAt: string,
  { me }: Host,
): DoctorReport {
  const result = worstResult(entries);
  return makeReport({
    kind: 'doctor',
    target: name,
    host: me.host,
    user: me.user,
    startedAt,
    endedAt,
    result,
    headline: HEADLINES[result],
    about: {},
    entries,
  });
}

const HEADLINES = {
  ok: 'tout va',
  warning: 'rien n’empêche, mais quelque chose est à regarder',
  failed: 'quelque chose empêche',
  unknown: 'quelque chose ne peut pas être vu d’ici',
} as const;
