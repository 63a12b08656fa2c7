import type { Period } from './goal-day.ts';
import { plusMonths } from './goal-day.ts';

/** The same days one year earlier; the 28th of February where there was no 29th. */
export function yearBefore({ start, due }: Period): Period {
  return { start: plusMonths(start, -12), due: plusMonths(due, -12) };
}
