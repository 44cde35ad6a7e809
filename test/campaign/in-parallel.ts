import { availableParallelism } from 'node:os';

/**
 * Does `one` until it says that it is enough, as many at a time as there are processors. Once one has failed no other begins,
 * and its error is thrown when those that go on have ended.
 */
export async function inParallel(isEnough: () => boolean, one: () => Promise<void>): Promise<void> {
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (errors.length === 0 && !isEnough()) await one().catch((error: unknown) => errors.push(error));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (errors.length > 0) throw errors[0];
}
