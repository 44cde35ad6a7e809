import type { Service, Verb } from './target.ts';
import { commandName, verbs } from './target.ts';

/** Services of a target under one name: `@writers:stop` stops each of them. */
export interface Group {
  readonly name: string;
  /** The names of its services, in the order in which they are stopped. */
  readonly members: readonly string[];
}

/** The commands that `@group:verb` calls, in their order; null: the verb is asked of one service at a time. */
export function commandsOf({ members }: Group, verb: Verb): readonly string[] | null {
  const order = ORDERS[verb];
  if (order === null) return null;
  const names = order === 'as given' ? members : members.toReversed();
  return names.map((name) => commandName({ name }, verb));
}

// What is stopped last is what the others need: it starts first.
const ORDERS: Readonly<Record<Verb, 'as given' | 'reversed' | null>> = {
  exec: null,
  run: null,
  stop: 'as given',
  start: 'reversed',
  restart: 'reversed',
  wait: 'reversed',
  status: 'as given',
  logs: null,
};

/** The group and the verb that a command names; null: it is that of no group. */
export function groupCall(command: string, groups: readonly Group[]): GroupCall | null {
  for (const group of groups) {
    for (const verb of verbs) if (commandName(group, verb) === command) return { group, verb };
  }
  return null;
}

export interface GroupCall {
  readonly group: Group;
  readonly verb: Verb;
}

/** Why a verb of a group is refused, in French, after what names who calls it, and what to do instead. */
export function oneAtATime({ group, verb }: GroupCall): { readonly why: string; readonly action: string } {
  const alone = group.members.map((name) => commandName({ name }, verb)).join(', ');
  return {
    why: `« ${group.name} » est un groupe (${group.members.join(', ')}), et « ${verb} » se demande à un service à la fois`,
    action: `appelez l’un de ses services : ${alone}`,
  };
}

/** These commands, and those that the ones of groups call. */
export function withMembers(called: ReadonlySet<string>, groups: readonly Group[]): ReadonlySet<string> {
  const behind = [...called].flatMap((command) => {
    const call = groupCall(command, groups);
    return call === null ? [] : (commandsOf(call.group, call.verb) ?? []);
  });
  return new Set([...called, ...behind]);
}

/** Each name that a step may call. */
export function callableNames({ services, groups }: Callable): ReadonlySet<string> {
  return new Set([...services, ...groups].map(({ name }) => name));
}

interface Callable {
  readonly services: readonly Service[];
  readonly groups: readonly Group[];
}
