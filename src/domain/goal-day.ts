import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;

/** Days from one day to another, both included: 1 where they are the same, 0 or less where the first is after the second. Days are YYYY-MM-DD. */
export function daysOf(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
}

/** The day so many months after another; the last day of the month where it would be none. */
export function plusMonths(day: string, months: number): string {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** The day before another. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}

/** Days of a period that are left on a day, which is one of them: all before it begins, none after its end. */
export function daysLeft({ start, due }: Period, on: string): number {
  return Math.max(0, daysOf(on < start ? start : on, due));
}

/** First and last day, both included. */
export interface Period {
  readonly start: string;
  readonly due: string;
}
