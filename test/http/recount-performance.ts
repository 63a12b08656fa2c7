import { total } from './recount-profile.ts';

/** A value that was achieved, as it is uploaded: of a day, or of a month. */
export interface ActualRow {
  readonly account: string;
  readonly metric: string;
  readonly period: string;
  readonly value: number;
}

/** An open deal as it is uploaded. */
export interface DealRow {
  readonly id: string;
  readonly account: string;
  readonly stage: string;
  readonly amount: number;
  readonly expectedClose: string;
  /** Left out or null: that of the stage. */
  readonly probability?: number | null;
}

/** What a goal is measured by. */
export interface MeasuredGoal {
  readonly target: number;
  readonly start: string;
  readonly due: string;
  readonly at: string;
  /** Shares of January to December, and what they were before they were moved toward linear. */
  readonly shares: readonly number[];
  readonly plain: readonly number[];
  /** Years that the shares were learned of; 0: linear. */
  readonly years: number;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
export const LINEAR_SHARES = DAYS.map((days) => days / 365);
/** Student's t at 0.9, from a table, by degrees of freedom. */
const T90: Readonly<Record<number, number>> = { 5: 1.476, 6: 1.44, 7: 1.415, 8: 1.397, 9: 1.383, 10: 1.372, 23: 1.319 };

export const firstDayOf = ({ period }: ActualRow) => (period.length === 7 ? `${period}-01` : period);

/** All days from one to another. */
export function daysBetween(from: string, until: string): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(from); ms <= Date.parse(until); ms += 86_400_000) {
    days.push(new Date(ms).toISOString().slice(0, 10));
  }
  return days;
}

/** The months that are over at the end of a day, the last ones, ascending. */
export function fullMonths(at: string, count: number): string[] {
  const tomorrow = new Date(Date.parse(at) + 86_400_000);
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(tomorrow.getUTCFullYear(), tomorrow.getUTCMonth() - count + back, 1)).toISOString().slice(0, 7),
  );
}

/** Shares of the months of a year as they are learned of all rows of a metric: the mean of two full years, with `linear` years that are all alike. */
export function learnedShares(rows: readonly ActualRow[], at: string, linear: number): number[] {
  const sums = monthSums(rows.filter((row) => firstDayOf(row) <= at));
  const months = fullMonths(at, 24);
  return DAYS.map((days, month) => {
    const shares = [months.slice(0, 12), months.slice(12)].map((year) => {
      const values = year.map((one) => Math.max(0, sums.get(one) ?? 0));
      return (values[year.findIndex((one) => Number(one.slice(5)) === month + 1)] as number) / total(values);
    });
    return (total(shares) + (linear * days) / 365) / (2 + linear);
  });
}

/** How a goal stands, from the rows that count for it. */
export function measured(rows: readonly ActualRow[], { target, start, due, at, ...season }: MeasuredGoal) {
  const { shares, plain, years } = season;
  const known = rows.filter((row) => firstDayOf(row) <= at);
  const achieved = total(
    known.filter((row) => firstDayOf(row) >= start && firstDayOf(row) <= due).map(({ value }) => value),
  );
  const monthOf = (day: string) => Number(day.slice(5, 7)) - 1;
  const aDay = (day: string, of = shares) => (of[monthOf(day)] as number) / (DAYS[monthOf(day)] as number);
  const aMonth = (month: string) =>
    aDay(month) * new Date(Date.UTC(+month.slice(0, 4), +month.slice(5), 0)).getUTCDate();
  const [over, left] = [true, false].map((isOver) => daysBetween(start, due).filter((day) => day <= at === isOver)) as [
    string[],
    string[],
  ];
  const weigh = (days: readonly string[], of = shares) => total(days.map((day) => aDay(day, of)));
  const [done, rest] = [weigh(over), weigh(left)];
  const expected = (target * done) / (done + rest);
  const pace = achieved / expected;
  const value = achieved + (achieved / done) * rest;

  const window = fullMonths(at, 24);
  const sums = monthSums(known);
  const months = window.slice(window.findIndex((month) => sums.has(month)));
  const own = months.map((month) => sums.get(month) ?? 0);
  const mean = total(own) / total(months.map(aMonth));
  const ratios = months.map((month, i) => (own[i] as number) / aMonth(month) / mean);
  const middle = total(ratios) / ratios.length;
  const spread = Math.sqrt(total(ratios.map((ratio) => (ratio - middle) ** 2)) / (ratios.length - 1));
  const squares = (days: readonly string[]) => total(days.map((day) => aDay(day) * aMonth(day.slice(0, 7))));
  const widening = years === 0 ? 1 : (years ** 2 + 3 * years + 1) / (years ** 2 + years - 1);
  const t = T90[months.length - 1] ?? Number.NaN;
  const scatter =
    t *
    spread *
    Math.sqrt(widening) *
    Math.abs(achieved / done) *
    Math.sqrt(squares(left) + (rest / done) ** 2 * squares(over));
  const elsewhere = Math.abs((achieved / weigh(over, plain)) * weigh(left, plain) - (achieved / done) * rest);
  const half = scatter + elsewhere;
  const isKnown = months.length >= 6;
  const status = achieved >= target || pace >= 0.95 ? 'on-track' : pace >= 0.8 ? 'at-risk' : 'behind';
  return {
    ...{
      achieved,
      attainment: achieved / target,
      elapsed: done / (done + rest),
      expected,
      pace,
      gap: target - achieved,
    },
    forecast: {
      ...{ value, months: months.length, spread: isKnown ? spread : null },
      ...{ low: isKnown ? value - half : null, high: isKnown ? value + half : null },
    },
    ...{ status, because: { says: [achieved >= target ? `${achieved} of ${target}` : `pace ${pace.toFixed(3)}`] } },
  };
}

/** Open deals by stage, weighted, against a gap: stages of the pipeline in their order, then others by name. */
export function pipelineOf(
  deals: readonly DealRow[],
  stages: readonly { readonly name: string; readonly probability: number }[],
  { at, due, gap }: { readonly at: string; readonly due: string; readonly gap: number },
) {
  const open = deals.filter(({ expectedClose }) => expectedClose >= at && expectedClose <= due);
  const overdue = deals.filter(({ expectedClose }) => expectedClose < at);
  const chance = ({ stage, probability }: DealRow) =>
    probability ?? stages.find(({ name }) => name === stage)?.probability ?? 0;
  const sums = (of: readonly DealRow[]) => ({
    deals: of.length,
    amount: total(of.map(({ amount }) => amount)),
    weighted: total(of.map((deal) => deal.amount * chance(deal))),
  });
  const all = sums(open);
  const own = stages.map(({ name }) => name);
  const names = [
    ...own,
    ...new Set(
      open
        .map(({ stage }) => stage)
        .filter((stage) => !own.includes(stage))
        .sort(),
    ),
  ];
  const { weighted: _, ...late } = sums(overdue);
  return {
    stages: names.flatMap((stage) => {
      const held = open.filter((deal) => deal.stage === stage);
      const probability = stages.find(({ name }) => name === stage)?.probability ?? null;
      return held.length === 0 ? [] : [{ stage, probability, ...sums(held) }];
    }),
    ...{ ...all, overdue: late, cover: gap > 0 ? all.weighted / gap : null },
  };
}

/** Ranks by what was made of the potential, in the order given. */
export function ranksOf(
  rivals: readonly { readonly achieved: number; readonly potential: number }[],
  plan: { readonly achieved: number; readonly potential: number },
) {
  const ofPlan = plan.achieved / plan.potential;
  const indexes = rivals.map(({ achieved, potential }) => achieved / potential / ofPlan);
  return rivals.map(({ achieved, potential }, i) => {
    const index = indexes[i] as number;
    const rank = 1 + indexes.filter((other) => other > index).length;
    return { potential, perPotential: achieved / potential, ofPlan, index, rank, of: rivals.length };
  });
}

function monthSums(rows: readonly ActualRow[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { period, value } of rows) sums.set(period.slice(0, 7), (sums.get(period.slice(0, 7)) ?? 0) + value);
  return sums;
}
