/** Milliseconds of `30s`, `15m` or `1h30m` (hours, minutes, seconds, in this order, each once); null when it is none. */
export function parseDuration(text: string): number | null {
  const parts = /^(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?$/.exec(text);
  if (!parts) return null;
  const [hours, minutes, seconds] = [parts[1], parts[2], parts[3]].map((digits) => Number(digits ?? 0));
  const total = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
  return total > 0 ? total : null;
}

/** What to write, for messages. */
export const durationExpected = 'une durée non nulle en heures, minutes et secondes : "30s", "15m" ou "1h30m".';
