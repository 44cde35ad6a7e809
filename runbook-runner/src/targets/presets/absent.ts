import { z } from 'zod';
import type { Argv, Invocation, Verb } from '../target.ts';
import { preset } from './preset.ts';

/** A service that pages name and that this installation has not. There is no inside: `exec` and `run` fail closed. */
const schema = z.strictObject({ absent: z.literal(true, 'true : un service qui est là a une autre forme') });

export const absent = preset(schema, (_keys, name) => {
  const say = (text: string): Invocation => ({ argv: ['echo', text] satisfies Argv, env: new Map() });
  const nothing = `@${name} : absent de cette installation, rien à faire`;
  return new Map<Verb, Invocation>([
    ['stop', say(nothing)],
    ['start', say(nothing)],
    ['restart', say(nothing)],
    ['wait', say(nothing)],
    ['status', say('arrêté (absent de cette installation)')],
    ['logs', say(nothing)],
  ]);
});
