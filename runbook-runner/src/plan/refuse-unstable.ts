import { Failure } from '../failure.ts';
import type { Identity } from '../machine/machine.ts';
import { visible } from '../report/visible.ts';
import type { Target } from '../targets/target.ts';

/**
 * Refuses an identity that would not last as long as a run: one that differs between two askings, or that says which
 * services run. It is asked again before each destructive step, where a refusal would leave everything half done.
 * @throws Failure `refused`
 */
export function refuseUnstable(target: Target, before: Identity, now: Identity): void {
  const [first, second] = [before.project ?? '', now.project ?? ''];
  if (first !== second) throw unstable(target, `change d’une fois à l’autre : « ${first} », puis « ${second} »`);
  const state = STATES.exec(second)?.[0];
  if (state !== undefined) throw unstable(target, `dit l’état de ses services (« ${state} »), que les étapes changent`);
}

// As `docker compose ls` and `docker ps` print them.
const STATES =
  /\b(?:created|dead|exited|paused|removing|restarting|running)\(\d+\)|\bUp (?:About an?|Less than|\d+) [a-z]+/;

function unstable(target: Target, why: string): Failure {
  return new Failure('refused', {
    message: `l’identité de la cible « ${target.name} » ${visible(why)}`,
    where: target.file,
    expected: '« identity » : des faits qui ne changent pas tant que la cible est la même',
    action: 'par exemple { command: [docker, info, --format, "{{.ID}}"] }, ou le nom du projet',
  });
}
