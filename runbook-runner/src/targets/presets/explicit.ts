import { z } from 'zod';
import type { Invocation, Verb } from '../target.ts';
import { argvSchema, commonKeys, declaredEnv, withExplicitVerbs } from './preset.ts';

/** `{ exec: [env, "PGHOST=/run/x"], stop: […] }`: the argv lists and nothing else. */
export const explicitSchema = z.strictObject({ ...commonKeys, exec: argvSchema });

export function explicitVerbs(keys: z.infer<typeof explicitSchema>): Map<Verb, Invocation> {
  return withExplicitVerbs({ run: keys.exec }, keys, declaredEnv(keys));
}
