import { QUALITY_PARTS, type QualityPart, type QualityWeights } from './quality-weights.ts';
import { settled } from './settle-sums.ts';
import type { TerritoryFacts } from './territory-facts.ts';

/** A part of a score; `score` is from 0 to 100, null where it cannot be known. */
export interface ScoredPart {
  readonly score: number | null;
  /** Why the score is null, or 0 whatever the rest. */
  readonly reason: string | null;
  /** All that the score follows from. */
  readonly inputs: Readonly<Record<string, number | null>>;
}

/** The one change of an input that would raise a score most. */
export interface Raise {
  readonly part: QualityPart;
  readonly input: string;
  /** Null where there is none, as in a vacant territory. */
  readonly from: number | null;
  readonly to: number;
  readonly partBecomes: number;
  readonly scoreBecomes: number;
  readonly gain: number;
}

export interface TerritoryQuality {
  readonly score: number | null;
  readonly parts: Readonly<Record<QualityPart, ScoredPart>>;
  /** The weights that counted, which sum up to 1: those of parts that are known. */
  readonly weights: QualityWeights;
  /** Null where nothing would raise it. */
  readonly raise: Raise | null;
}

/**
 * The score of a part that is measured against the layout: `100 x / (x + mean)`, where the mean is that over the layout's territories; 50 where all are 0.
 *
 * 50 is the average of the layout, 0 nothing; twice the average is 66.7. More never lowers it, and the unit does not matter.
 */
export function relativeScore(own: number, mean: number): number {
  return mean === 0 ? 50 : (100 * own) / (own + mean);
}

/** The score of a rep's ability to serve: `100 min(1, capacity / hours) (1 - lacking / accounts)`; without hours, or without accounts, that factor is 1. */
export function serviceScore(hours: number, capacityHours: number, accounts: number, lacking: number): number {
  const covered = hours > 0 ? Math.min(1, capacityHours / hours) : 1;
  return 100 * covered * (accounts > 0 ? 1 - lacking / accounts : 1);
}

const RELATIVE = ['potential', 'customers', 'room'] as const;
type RelativePart = (typeof RELATIVE)[number];

/** What is measured, by part: its name in `inputs`, and the figure, null where it cannot be known. */
function measureOf(part: RelativePart, facts: TerritoryFacts): { readonly input: string; readonly own: number | null } {
  if (part === 'potential') return { input: 'potential', own: facts.potential };
  if (part === 'customers') {
    return facts.value === null
      ? { input: 'currentCustomers', own: facts.current.accounts }
      : { input: 'currentValue', own: facts.current.value };
  }
  return facts.potential === null
    ? { input: 'accountsToWin', own: facts.toWin.accounts }
    : { input: 'roomToWin', own: facts.toWin.room };
}

/**
 * Scores the territories of a layout, in their order.
 *
 * - potential: `relativeScore` of the sum of the potential metric; unknown where the plan names none;
 * - customers: `relativeScore` of the value of current customers; of their count where the plan names no value metric;
 * - room: `relativeScore` of the potential less the value of accounts that could be won; of their count where the plan names no potential metric;
 * - service: `serviceScore` of the workload (visits and travel), the rep's capacity and skills; 0 where vacant; unknown where the rep's capacity is.
 *
 * The score is the mean of the known parts, weighed with the plan's weights.
 */
export function scoreTerritories(all: readonly TerritoryFacts[], weights: QualityWeights): TerritoryQuality[] {
  const layout = Object.fromEntries(
    RELATIVE.map((part) => {
      const figures = all.map((facts) => measureOf(part, facts).own ?? 0);
      const sum = figures.reduce((total, one) => total + one, 0);
      return [part, { mean: settled(sum / Math.max(1, all.length)), most: Math.max(0, ...figures) }];
    }),
  ) as Record<RelativePart, { mean: number; most: number }>;
  return all.map((facts) => {
    const parts = {
      ...(Object.fromEntries(
        RELATIVE.map((part) => [part, scoreRelative(measureOf(part, facts), layout[part].mean)]),
      ) as Record<RelativePart, ScoredPart>),
      service: scoreService(facts),
    };
    const known = knownWeights(parts, weights);
    const scores = Object.fromEntries(
      QUALITY_PARTS.map((part) => [part, parts[part].score ?? 0]),
    ) as unknown as QualityWeights;
    const score = known === null ? null : settled(weigh(scores, known));
    const raises = score === null || known === null ? [] : raisesOf(facts, parts, layout, all.length);
    const best = raises
      .map((raise) => {
        const scoreBecomes = settled(weigh({ ...scores, [raise.part]: raise.partBecomes }, known ?? weights));
        return { ...raise, scoreBecomes, gain: settled(scoreBecomes - (score ?? 0)) };
      })
      .reduce<Raise | null>((most, one) => (one.gain > (most?.gain ?? 0) ? one : most), null);
    return { score, parts, weights: known ?? { potential: 0, customers: 0, room: 0, service: 0 }, raise: best };
  });
}

function scoreRelative({ input, own }: ReturnType<typeof measureOf>, mean: number): ScoredPart {
  if (own === null) return { score: null, reason: 'the plan names no potentialMetric', inputs: {} };
  return { score: settled(relativeScore(own, mean)), reason: null, inputs: { [input]: own, layoutMean: mean } };
}

function scoreService({ rep, workload, accounts, lackingSkills }: TerritoryFacts): ScoredPart {
  const hours = {
    hoursNeeded: workload.hours,
    visitHours: workload.visits,
    travelHours: workload.travel,
  };
  if (rep === null) {
    const inputs = { ...hours, capacityHours: null, accounts, accountsLackingSkills: null };
    return { score: 0, reason: 'the territory is vacant', inputs };
  }
  const { repId, capacityHours } = rep;
  const inputs = { ...hours, capacityHours, accounts, accountsLackingSkills: lackingSkills };
  if (capacityHours === null) return { score: null, reason: `the capacityHours of ${repId} are not known`, inputs };
  return {
    score: settled(serviceScore(hours.hoursNeeded, capacityHours, accounts, lackingSkills)),
    reason: null,
    inputs,
  };
}

/** The weights of the parts that are known, divided by their sum; null where that is 0. */
function knownWeights(
  parts: Readonly<Record<QualityPart, ScoredPart>>,
  weights: QualityWeights,
): QualityWeights | null {
  const known = QUALITY_PARTS.map((part) => (parts[part].score === null ? 0 : weights[part]));
  const sum = known.reduce((total, one) => total + one, 0);
  if (sum === 0) return null;
  return Object.fromEntries(
    QUALITY_PARTS.map((part, at) => [part, settled((known[at] ?? 0) / sum)]),
  ) as unknown as QualityWeights;
}

function weigh(scores: QualityWeights, weights: QualityWeights): number {
  return QUALITY_PARTS.reduce((sum, part) => sum + scores[part] * weights[part], 0);
}

/** What could be raised: a measure to the most of the layout's territories (the others as they are), the capacity to the hours needed, skills to all accounts. */
function raisesOf(
  facts: TerritoryFacts,
  parts: Readonly<Record<QualityPart, ScoredPart>>,
  layout: Readonly<Record<RelativePart, { readonly mean: number; readonly most: number }>>,
  territories: number,
): Omit<Raise, 'scoreBecomes' | 'gain'>[] {
  const relative = RELATIVE.flatMap((part) => {
    const { input, own } = measureOf(part, facts);
    const { mean, most } = layout[part];
    if (own === null || most <= own) return [];
    const partBecomes = settled(relativeScore(most, mean + (most - own) / territories));
    return [{ part, input, from: own, to: most, partBecomes }];
  });
  const part = 'service' as const;
  const { rep, workload, accounts, lackingSkills } = facts;
  const hours = workload.hours;
  if (rep === null) return [...relative, { part, input: 'capacityHours', from: null, to: hours, partBecomes: 100 }];
  const { capacityHours } = rep;
  if (capacityHours === null || parts.service.score === null) return relative;
  const becomes = (capacity: number, lacking: number) => settled(serviceScore(hours, capacity, accounts, lacking));
  return [
    ...relative,
    ...(capacityHours < hours
      ? [{ part, input: 'capacityHours', from: capacityHours, to: hours, partBecomes: becomes(hours, lackingSkills) }]
      : []),
    ...(lackingSkills > 0
      ? [{ part, input: 'accountsLackingSkills', from: lackingSkills, to: 0, partBecomes: becomes(capacityHours, 0) }]
      : []),
  ];
}
