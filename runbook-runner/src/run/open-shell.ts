import { plural } from '../french/plural.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { SessionState } from '../session/state.ts';
import type { RunContext } from './context.ts';
import { instant } from './host.ts';

/** An interactive shell in the session: what it sets is there for the next step, and the journal says that it was open. */
export async function openShell(context: RunContext, { step }: PlannedStep): Promise<void> {
  const { session, terminal, interrupt, view, journal, user } = context;
  if (terminal === null) return view.note('Il n’y a pas de terminal pour ouvrir un shell.');
  view.note('Shell dans la session : « exit » pour revenir au runbook. Ce que vous y faites n’est écrit nulle part.');
  journal.append({ type: 'shell-opened', at: instant(context), by: user, before: step.id });
  const before = session.state();
  const left = await session.shell(terminal, { signal: interrupt.now, onStarted: async () => undefined });
  const kept = left.outcome !== 'not-started' && left.state.kept;
  const changed = kept ? changes(before, session.state()) : null;
  const status = left.outcome === 'exited' ? left.status : null;
  journal.append({ type: 'shell-closed', at: instant(context), changed, status });
  if (left.outcome === 'not-started') return view.note(left.reason);
  if (!left.state.kept) return view.note(left.state.reason);
  if (changed && changed.length > 0)
    view.note(`${plural(changed.length, 'nom changé', 'noms changés')} : ${changed.join(', ')}`);
}

/** The names whose value differs, never the values. */
function changes(before: SessionState, after: SessionState): readonly string[] {
  const differing = (old: ReadonlyMap<string, unknown>, now: ReadonlyMap<string, unknown>): readonly string[] =>
    [...new Set([...old.keys(), ...now.keys()])].filter(
      (name) => JSON.stringify(old.get(name)) !== JSON.stringify(now.get(name)),
    );
  return [
    ...differing(before.variables, after.variables),
    ...differing(before.functions, after.functions),
    ...(before.cwd === after.cwd ? [] : ['cwd']),
  ].toSorted();
}
