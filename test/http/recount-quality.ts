import { giniByPairs, type Row, total } from './recount-profile.ts';
import { buys } from './recount-statements.ts';

/** A territory whose quality is counted again. */
export interface ScoredRows {
  readonly id: string;
  readonly rows: readonly Row[];
  readonly visits: number;
  readonly travel: number;
  /** Null: vacant. */
  readonly rep: {
    readonly id: string;
    /** Left out: not known. */
    readonly capacityHours?: number;
    readonly skills: readonly string[];
  } | null;
}

type Part = 'potential' | 'customers' | 'room' | 'service';
const PARTS = ['potential', 'customers', 'room', 'service'] as const;
const INPUTS = { potential: 'potential', customers: 'currentValue', room: 'roomToWin' } as const;
const MEASURES = {
  potential: (rows: readonly Row[]) => total(rows.map(({ potential }) => potential)),
  customers: (rows: readonly Row[]) => total(rows.filter(buys).map(({ revenue }) => revenue)),
  room: (rows: readonly Row[]) =>
    total(rows.filter((row) => !buys(row)).map(({ potential, revenue }) => Math.max(0, potential - revenue))),
};
type Measured = keyof typeof MEASURES;
const MEASURED = ['potential', 'customers', 'room'] as const;

/** Accounts by status. */
export function statusesOf(rows: readonly Row[]) {
  const count = (wanted: string) => rows.filter(({ status }) => status === wanted).length;
  return { customer: count('customer'), prospect: count('prospect'), dormant: count('dormant'), unknown: count('') };
}

/** The quality of a layout whose plan names value and potential, by the formulas of its description. */
export function qualityOf(territories: readonly ScoredRows[], weights: Readonly<Record<Part, number>>) {
  const figures = (part: Measured) => territories.map(({ rows }) => MEASURES[part](rows));
  const meanOf = (part: Measured) => total(figures(part)) / territories.length;
  const told = territories.map((one) => {
    const { id, rows, visits, travel, rep } = one;
    const hours = visits + travel;
    const lacking = rep && rows.filter((row) => row.requiredSkills.some((skill) => !rep.skills.includes(skill))).length;
    const served = (capacity: number, without: number) =>
      100 * (hours > 0 ? Math.min(1, capacity / hours) : 1) * (1 - without / rows.length);
    const measured = (part: Measured) => {
      const own = MEASURES[part](rows);
      return {
        ...{ score: (100 * own) / (own + meanOf(part)), reason: null },
        inputs: { [INPUTS[part]]: own, layoutMean: meanOf(part) },
      };
    };
    const capacity = rep?.capacityHours ?? null;
    const reason = rep === null ? 'vacant' : capacity === null ? rep.id : null;
    const service = {
      score: rep === null ? 0 : capacity === null ? null : served(capacity, lacking ?? 0),
      reason: reason && { says: [reason] },
      inputs: {
        ...{ hoursNeeded: hours, visitHours: visits, travelHours: travel, accounts: rows.length },
        ...{ capacityHours: capacity, accountsLackingSkills: lacking },
      },
    };
    const parts = {
      ...{ potential: measured('potential'), customers: measured('customers') },
      room: measured('room'),
      service,
    };
    const known = PARTS.filter((part) => parts[part].score !== null);
    const weight = (part: Part) => (known.includes(part) ? weights[part] / total(known.map((one) => weights[one])) : 0);
    const scoreWith = (raised: Partial<Record<Part, number>>) =>
      total(PARTS.map((part) => weight(part) * (raised[part] ?? parts[part].score ?? 0)));
    const score = scoreWith({});
    const raises: { part: Part; input: string; from: number | null; to: number; partBecomes: number }[] = [];
    for (const part of MEASURED) {
      const own = MEASURES[part](rows);
      const most = Math.max(...figures(part));
      const mean = meanOf(part) + (most - own) / territories.length;
      if (most > own)
        raises.push({ part, input: INPUTS[part], from: own, to: most, partBecomes: (100 * most) / (most + mean) });
    }
    const ofService = (input: string, from: number | null, to: number, partBecomes: number) =>
      raises.push({ part: 'service', input, from, to, partBecomes });
    if (rep === null) ofService('capacityHours', null, hours, 100);
    else if (capacity !== null) {
      if (capacity < hours) ofService('capacityHours', capacity, hours, served(hours, lacking ?? 0));
      if (lacking) ofService('accountsLackingSkills', lacking, 0, served(capacity, 0));
    }
    const gains = raises.map((raise) => {
      const scoreBecomes = scoreWith({ [raise.part]: raise.partBecomes });
      return { ...raise, scoreBecomes, gain: scoreBecomes - score };
    });
    const most = Math.max(0, ...gains.map(({ gain }) => gain));
    return {
      ...{ territoryId: id, accounts: rows.length, statuses: statusesOf(rows) },
      rep: rep && { repId: rep.id, capacityHours: capacity },
      workload: { hours, visits, travel },
      ...{ score, weights: Object.fromEntries(PARTS.map((part) => [part, weight(part)])), parts },
      raise: gains.find(({ gain }) => gain > 0 && gain === most) ?? null,
    };
  });
  return {
    ...{ weights, outside: 0, territories: told },
    spread: {
      score: spreadOf(told.map(({ score }) => score)),
      workloadHours: spreadOf(told.map(({ workload }) => workload.hours)),
    },
  };
}

function spreadOf(figures: readonly number[]) {
  const mean = total(figures) / figures.length;
  return {
    ...{ territories: figures.length, min: Math.min(...figures), mean, max: Math.max(...figures) },
    standardDeviation: Math.sqrt(total(figures.map((figure) => (figure - mean) ** 2)) / figures.length),
    gini: giniByPairs(figures),
  };
}
