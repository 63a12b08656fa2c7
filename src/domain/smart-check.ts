import type { Goal } from './goal.ts';
import { daysOf, plusMonths } from './goal-day.ts';

/** The five letters. */
export const LETTERS = ['specific', 'measurable', 'achievable', 'relevant', 'timeBound'] as const;

export type Letter = (typeof LETTERS)[number];

/**
 * Where a comparison turns: conventions of this product, not laws. A target is within reach up to the potential; up to half as much again as the metric adds up to
 * now; up to a quarter more than was achieved over the same days a year before; and where the work takes no more than the capacity.
 */
export const SMART_LIMITS = {
  ofPotential: 1,
  ofOwnSum: 1.5,
  ofHistory: 1.25,
  ofCapacity: 1,
  leastDays: 7,
  mostMonths: 24,
} as const;

/** What is known about a goal; null: it is not known. */
export interface SmartFacts {
  /** Whether its subject is in what is in force; and what is missing otherwise. */
  readonly subjectMissing: string | null;
  /** Where its metric is known from; null: nowhere. */
  readonly metricFrom: 'plan' | 'layout' | 'actuals' | null;
  /** Where it stands today. */
  readonly achieved: number | null;
  /** Of the metric itself over the accounts of the subject, as they are now. */
  readonly ownSum: number | null;
  readonly potential: { readonly metric: string; readonly value: number } | null;
  /** Achieved over the same days one year earlier. */
  readonly history: number | null;
  /** In hours a period. */
  readonly workloadHours: number | null;
  readonly capacityHours: number | null;
  /** Whether its owner serves it, and what is missing otherwise. */
  readonly ownerMissing: string | null;
  readonly today: string;
}

/** One thing that was looked at. */
export interface SmartFinding {
  readonly check: string;
  /** Null: it is not known. */
  readonly holds: boolean | null;
  readonly rule: string;
  /** What was found, and what it was held against. */
  readonly value: number | string | null;
  readonly limit: number | string | null;
  /** What would have to be so; null where it holds. */
  readonly missing: string | null;
}

/** A letter: it holds where nothing that was looked at fails, and anything of it is known. */
export interface SmartLetter {
  readonly letter: Letter;
  readonly holds: boolean;
  readonly missing: readonly string[];
  readonly findings: readonly SmartFinding[];
}

/** Checks a goal letter by letter (G. T. Doran, "There's a S.M.A.R.T. way to write management's goals and objectives", 1981), each with its figures and its rule. */
export function checkSmart(goal: Goal, facts: SmartFacts): SmartLetter[] {
  const findings: Record<Letter, SmartFinding[]> = {
    specific: specific(goal, facts),
    measurable: measurable(goal, facts),
    achievable: achievable(goal, facts),
    relevant: relevant(goal, facts),
    timeBound: timeBound(goal, facts),
  };
  return LETTERS.map((letter) => {
    const own = findings[letter];
    const holds = own.every((one) => one.holds !== false) && own.some((one) => one.holds === true);
    return { letter, holds, missing: own.flatMap(({ missing }) => missing ?? []), findings: own };
  });
}

function specific({ metric }: Goal, { subjectMissing, metricFrom }: SmartFacts): SmartFinding[] {
  return [
    find('subject', subjectMissing === null, 'the subject is in what is in force', null, null, subjectMissing),
    find(
      'metric',
      metricFrom !== null,
      'the metric is one of the plan, of the layout in force, or of actuals',
      metric,
      metricFrom,
      `no accounts and no actuals have ${metric}: upload it, or choose another metric`,
    ),
  ];
}

function measurable({ metric, target, unit }: Goal, { achieved, ownSum, metricFrom }: SmartFacts): SmartFinding[] {
  const standing = achieved ?? ownSum;
  return [
    find('target', target > 0, 'the target is above 0', target, 0, 'set a target above 0'),
    find('unit', unit !== '', 'the target has a unit', unit, null, 'say in which unit the target is'),
    find(
      'standing',
      standing !== null && metricFrom !== null,
      'where it stands today can be read: from actuals of its period, or else from the accounts',
      standing,
      null,
      `nothing says how much of ${metric} there is: upload actuals`,
    ),
  ];
}

function achievable(goal: Goal, facts: SmartFacts): SmartFinding[] {
  const { metric, target, unit } = goal;
  const { potential, ownSum, history, workloadHours, capacityHours } = facts;
  const { ofPotential, ofOwnSum, ofHistory, ofCapacity } = SMART_LIMITS;
  const reach = (check: string, rule: string, base: number | null, factor: number, what: string) =>
    find(
      check,
      base === null ? null : target <= base * factor,
      rule,
      target,
      base === null ? null : base * factor,
      base === null ? `${what} is not known` : `${target} ${unit} is more than ${factor} times ${what}, ${base}`,
    );
  return [
    reach(
      'potential',
      `target <= ${ofPotential} * potential`,
      potential?.value ?? null,
      ofPotential,
      potential === null ? 'the potential' : `the potential by ${potential.metric}`,
    ),
    reach(
      'current',
      `target <= ${ofOwnSum} * what accounts have of the metric now`,
      ownSum,
      ofOwnSum,
      `what accounts have of ${metric}`,
    ),
    reach(
      'history',
      `target <= ${ofHistory} * what was achieved over the same days one year before`,
      history,
      ofHistory,
      'what was achieved a year before',
    ),
    find(
      'workload',
      workloadHours === null || capacityHours === null ? null : workloadHours <= capacityHours * ofCapacity,
      `hours needed <= ${ofCapacity} * hours of capacity`,
      workloadHours,
      capacityHours,
      workloadHours === null
        ? 'the hours needed are not known: give accounts visits'
        : capacityHours === null
          ? 'the capacity is not known: say who serves it, and their capacityHours'
          : `the work takes ${workloadHours} hours, and there are ${capacityHours}`,
    ),
  ];
}

function relevant({ metric }: Goal, { metricFrom, ownerMissing }: SmartFacts): SmartFinding[] {
  return [
    find(
      'metric',
      metricFrom === 'plan' || metricFrom === 'layout',
      'the plan declares the metric, or the layout in force balances it',
      metric,
      metricFrom,
      `the plan neither declares nor balances ${metric}`,
    ),
    find('owner', ownerMissing === null, 'its owner serves it', null, null, ownerMissing),
  ];
}

function timeBound({ start, due }: Goal, { today }: SmartFacts): SmartFinding[] {
  const { leastDays, mostMonths } = SMART_LIMITS;
  const days = daysOf(start, due);
  const last = plusMonths(start, mostMonths);
  return [
    find('order', start < due, 'start < due', start, due, 'it begins and ends on the same day'),
    find('not past', due >= today, 'due is not past', due, today, `it was due on ${due}`),
    find(
      'not too short',
      days >= leastDays,
      `it takes at least ${leastDays} days`,
      days,
      leastDays,
      `it takes ${days} days`,
    ),
    find(
      'not too long',
      due < last,
      'it takes at most two years',
      due,
      last,
      `it ends more than two years after ${start}`,
    ),
  ];
}

function find(
  check: string,
  holds: boolean | null,
  rule: string,
  value: SmartFinding['value'],
  limit: SmartFinding['limit'],
  missing: string | null,
): SmartFinding {
  return { check, holds, rule, value, limit, missing: holds === true ? null : missing };
}
