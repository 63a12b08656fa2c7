/** Full months of the fiscal year that are over today, and full years of actuals before it. */
const [MONTHS_OVER, YEARS_BEFORE] = [7, 2];
/** How long before the fiscal year the territories changed. */
const MONTHS_SINCE_CHANGE = 3;

/** The days of the sample, all from one day: on any other day the business stands as far in its year. Days are YYYY-MM-DD, months YYYY-MM. */
export interface SampleCalendar {
  readonly today: string;
  /** First day of the actuals, and of the first territories. */
  readonly historyFrom: string;
  /** First day of the territories of today. */
  readonly changedOn: string;
  /** First and last day of the fiscal year, which goals are for. */
  readonly start: string;
  readonly due: string;
  /** All months with actuals; the last one is not over. */
  readonly months: readonly string[];
}

/** The calendar of a day: seven full months of the fiscal year are over, and two full years are before it. */
export function sampleCalendar(today: string): SampleCalendar {
  const thisMonth = monthNumber(today);
  const start = thisMonth - MONTHS_OVER;
  const first = start - 12 * YEARS_BEFORE;
  return {
    today,
    historyFrom: `${monthText(first)}-01`,
    changedOn: `${monthText(start - MONTHS_SINCE_CHANGE)}-01`,
    start: `${monthText(start)}-01`,
    due: dayPlus(`${monthText(start + 12)}-01`, -1),
    months: Array.from({ length: thisMonth - first + 1 }, (_, at) => monthText(first + at)),
  };
}

/** How much of a month is over at the end of a day, 0 to 1. */
export function shareOver(month: string, day: string): number {
  const [at, now] = [monthNumber(month), monthNumber(day)];
  if (at !== now) return at < now ? 1 : 0;
  return Number(day.slice(8)) / Number(dayPlus(`${monthText(at + 1)}-01`, -1).slice(8));
}

/** The day so many after another. */
export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The calendar month of a month, 0 to 11. */
export function monthOfYear(month: string): number {
  return monthNumber(month) % 12;
}

function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function monthText(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}
