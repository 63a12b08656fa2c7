import type { Account } from './account.ts';

const DAY_MS = 86_400_000;

/**
 * The day on which the next visit of an account is due: the last one and the share of the period that one visit has, in whole days, at least one. An account
 * that is to be visited and of which no visit is known is due today. Null where it is not visited regularly, as far as is known.
 */
export function nextVisit(
  { visitsPerPeriod, lastVisit }: Pick<Account, 'visitsPerPeriod' | 'lastVisit'>,
  periodDays: number,
  today: string,
): string | null {
  if (!visitsPerPeriod) return null;
  if (lastVisit === null) return today;
  const days = Math.max(1, Math.floor(periodDays / visitsPerPeriod));
  return new Date(Math.min(Date.parse(`${lastVisit}T00:00:00Z`) + days * DAY_MS, Date.parse('9999-12-31')))
    .toISOString()
    .slice(0, 10);
}
