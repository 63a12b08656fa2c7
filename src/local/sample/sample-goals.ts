import type { SampleActual } from './sample-actuals.ts';
import type { SampleCalendar } from './sample-calendar.ts';

/** The target of the fiscal year as it is sent: spread over the territories by what they brought a year before, and the plan's own. */
export interface SampleGoals {
  readonly spread: Readonly<Record<string, unknown>> & { readonly total: number };
  readonly plan: Readonly<Record<string, unknown>>;
}

/** How much more than the year before is wanted. */
const WANTED = 1.08;
const STEP = 1_000;

/** Goals for the fiscal year. */
export function makeGoals(actuals: readonly SampleActual[], { start, due, months }: SampleCalendar): SampleGoals {
  const [from = '', until = ''] = [months[12], months[23]];
  const before = actuals.reduce((sum, { period, value }) => sum + (period >= from && period <= until ? value : 0), 0);
  const total = Math.ceil((before * WANTED) / STEP) * STEP;
  const period = { metric: 'revenue', unit: 'USD', start, due };
  const note = `${Math.round((WANTED - 1) * 100)} % more than the year before`;
  return {
    spread: { ...period, total, step: STEP, by: 'history', note },
    plan: { ...period, target: total, step: STEP, subject: { plan: true }, owner: { name: 'Head of sales' }, note },
  };
}
