import type { AskValue } from '../prepare-plan.ts';

/** Without a terminal nobody gives the values that are missing. */
export const askNobody: AskValue = async () => null;
