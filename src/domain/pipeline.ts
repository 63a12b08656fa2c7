import type { PipelineStage } from './deal.ts';
import type { OwnedDeals } from './owned-sum.ts';

/** Open deals at one stage. */
export interface StageSum {
  readonly stage: string;
  /** Chance of the stage; null: the pipeline does not have it. */
  readonly probability: number | null;
  readonly deals: number;
  readonly amount: number;
  readonly weighted: number;
}

/** Open deals that may count for a goal. */
export interface Pipeline {
  /** Stages of the plan in their order, then others by name; those with deals alone. */
  readonly stages: readonly StageSum[];
  readonly deals: number;
  readonly amount: number;
  readonly weighted: number;
  /** Deals that should have been decided before: they are counted nowhere else. */
  readonly overdue: { readonly deals: number; readonly amount: number };
}

/** Deals that are expected to be decided from a day on to another, both included, by stage. */
export function sumPipeline(
  deals: readonly OwnedDeals[],
  stages: readonly PipelineStage[],
  from: string,
  until: string,
): Pipeline {
  const order = new Map(stages.map(({ name }, at) => [name, at]));
  const sums = new Map<string, { deals: number; amount: number; weighted: number }>();
  const all = { deals: 0, amount: 0, weighted: 0 };
  const overdue = { deals: 0, amount: 0 };
  for (const { stage, expectedClose, deals: count, amount, weighted } of deals) {
    if (expectedClose > until) continue;
    if (expectedClose < from) {
      overdue.deals += count;
      overdue.amount += amount;
      continue;
    }
    let sum = sums.get(stage);
    if (sum === undefined) {
      sum = { deals: 0, amount: 0, weighted: 0 };
      sums.set(stage, sum);
    }
    for (const one of [sum, all]) {
      one.deals += count;
      one.amount += amount;
      one.weighted += weighted;
    }
  }
  const place = (stage: string) => order.get(stage) ?? stages.length;
  const found = [...sums].sort(([one], [other]) => place(one) - place(other) || (one < other ? -1 : 1));
  return {
    stages: found.map(([stage, sum]) => ({ stage, probability: stages[place(stage)]?.probability ?? null, ...sum })),
    ...all,
    overdue,
  };
}
