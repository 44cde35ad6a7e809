import { z } from 'zod';
import { argvSchema, commonKeys, declaredEnv, preset, withExplicitVerbs } from './preset.ts';

/** `{ exec: [env, "PGHOST=/run/x"], stop: […] }`: the argv lists and nothing else. */
const schema = z.strictObject({ ...commonKeys, exec: argvSchema });

export const explicit = preset(schema, (keys) => {
  return withExplicitVerbs({ run: keys.exec }, keys, declaredEnv(keys));
});
