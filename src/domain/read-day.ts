import type { Shape } from './check-shape.ts';
import { isEmpty } from './infer-metrics.ts';
import { type Blame, textOf } from './row-values.ts';

const DAY_REMEDY = 'send a day as YYYY-MM-DD, such as 2027-01-31';

/** Whether a text is a day, such as 2027-01-31. What `Date` would move on, as 2027-02-30, is none. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The day of a last visit, or null: of a time, as other systems send it, the day as it stands there. */
export function readVisitDay(value: unknown, blame: Blame): string | null {
  if (isEmpty(value)) return null;
  const [day = ''] = /^\d{4}-\d{2}-\d{2}(?=$|[T ]\d{2}:\d{2})/.exec(textOf(value).trim()) ?? [];
  if (!isDay(day)) blame('lastVisit', value, 'is not a day', DAY_REMEDY);
  return day;
}

/** A day of a row. */
export function readDay(field: string, value: unknown, blame: Blame): string {
  const day = textOf(value ?? '').trim();
  if (!isDay(day)) blame(field, value, 'is not a day', DAY_REMEDY);
  return day;
}

/** A day of an object. */
export const aDay: Shape = (value, field, blame) => {
  if (typeof value !== 'string' || !isDay(value)) blame(field, value, 'is not a day', DAY_REMEDY);
};
