import type { AskValue } from '../plan/values.ts';

/** The first choice of each list: what is taken on a disposable target, where nobody is asked. */
export const firstChoice: AskValue = async ({ choices }) => (await choices?.())?.[0] ?? null;
