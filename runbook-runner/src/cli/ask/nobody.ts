import type { AskValue } from '../../plan/values.ts';

/** Without a terminal nobody gives the values that are missing. */
export const askNobody: AskValue = async () => null;
