import type { Needles } from '../mask/needles.ts';
import { createMask } from '../mask/stream.ts';

/** The same value, with the secrets masked in each text of it: what a command said may quote them. */
export function masked<T>(value: T, needles: Needles): T {
  return mapTexts(value, (text) => {
    const mask = createMask(needles);
    return Buffer.concat([mask.write(Buffer.from(text)), mask.end()]).toString('utf8');
  });
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)])) as T;
}
