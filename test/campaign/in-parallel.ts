import { availableParallelism } from 'node:os';

/** Does `one` until it says that it is enough, as many at a time as there are processors. */
export async function inParallel(isEnough: () => boolean, one: () => Promise<void>): Promise<void> {
  const worker = async (): Promise<void> => {
    while (!isEnough()) await one();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
