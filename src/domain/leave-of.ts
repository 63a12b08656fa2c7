import type { Rep } from './rep.ts';

const DAY_MS = 86_400_000;

/** The first day on which a rep who is on leave on a day is back, past leave that follows at once; null where the rep is there. */
export function backFromLeave({ leave }: Pick<Rep, 'leave'>, on: string): string | null {
  let day = on;
  for (;;) {
    const current = leave.find(({ from, to }) => from <= day && day <= to);
    if (current === undefined) return day === on ? null : day;
    day = new Date(Date.parse(`${current.to}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  }
}
