import type { Argument } from '../../shell-text/argument.ts';
import type { Call, Inner } from '../../shell-text/grammar.ts';
import type { Case } from './entry.ts';
import { actsByName } from './environment.ts';
import { normalized } from './system-path.ts';

/** Options of `exec` and `run`. */
export const EXEC_OPTIONS =
  '-d --detach -i --interactive -t --tty -T --no-tty --no-TTY -u= --user= -w= --workdir= -e= --env= --env-file= --privileged --index= --detach-keys=';

/** A variable that changes what is executed, or what is written, is given to the container. */
export const SETS: Case = {
  rule: 'ENV',
  risk: 'opaque',
  text: 'change ce que la commande exécute ou écrit vraiment',
  when: (call) => call.values('-e', '--env').some((value) => actsByName(value)),
};

/** Of what removes a volume. */
export const IRREVERSIBLE = 'supprime des volumes : les données qu’ils contiennent sont perdues';

/** The command after the options and the place where it runs. */
export const after =
  (skip: number) =>
  (call: Call): readonly Inner[] =>
    call.operands.length > skip ? [{ kind: 'command', argv: call.operands.slice(skip), elsewhere: true }] : [];

/** An image alone starts its own command, a shell for many: with `-i` it reads what it is given. */
export function ofImage(call: Call): readonly Inner[] {
  if (call.operands.length > 1) return after(1)(call);
  return call.has('-i', '--interactive') ? [{ kind: 'shell-stdin', elsewhere: true }] : [];
}

/** Whether a folder of the machine that a container is given lets it change the machine itself. */
export function givesTheMachine({ text }: Argument): boolean {
  const source = /(?:^|,)(?:src|source)=([^,]*)/u.exec(text)?.[1] ?? text.split(':')[0] ?? '';
  if (!source.startsWith('/')) return false;
  const path = normalized(source).slice(1);
  return WHOLE.test(path) || INSIDE.test(path);
}

const WHOLE = /^(|etc|run|root|usr|home|bin|sbin|lib\d*|var(\/(run|lib(\/docker)?))?)$/u;
const INSIDE = /^(boot|dev|proc|sys)(\/|$)|^etc\/(cron|sudoers|passwd|shadow|ssh|systemd|pam)|\.sock$/u;
