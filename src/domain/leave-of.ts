import type { Rep } from './rep.ts';

const DAY_MS = 86_400_000;

/** The absence of a rep that a day lies in, or null. */
export function leaveOn({ leave }: Pick<Rep, 'leave'>, day: string): Rep['leave'][number] | null {
  return leave.find(({ from, to }) => from <= day && day <= to) ?? null;
}

/** The first day on which a rep who is on leave on a day is back, past leave that follows at once; null where the rep is there. */
export function backFromLeave(rep: Pick<Rep, 'leave'>, on: string): string | null {
  let day = on;
  for (;;) {
    const current = leaveOn(rep, day);
    if (current === null) return day === on ? null : day;
    day = new Date(Date.parse(`${current.to}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  }
}
