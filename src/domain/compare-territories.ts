import { type Amounts, amountsOf, byName, type Change } from './amounts.ts';
import type { ComparisonInput } from './comparison-input.ts';
import type { Layout, Territory } from './layout.ts';
import { matchingMetric } from './match-territories.ts';
import { ACCOUNTS_METRIC, WORKLOAD_METRIC } from './metric.ts';
import type { Overlap } from './overlaps.ts';
import { settled } from './settle-sums.ts';
import { travelDistanceKm } from './travel-distance.ts';

/** Sums that differ by less than this part of them differ by the order of their terms. */
const SLACK = 1e-9;

/** A territory of one layout and the one that stands for it in another; null where none does. */
export interface TerritoryComparison {
  readonly a: string | null;
  readonly b: string | null;
  /** As it is called in `b`; as in `a` where it is gone. */
  readonly name: string;
  /** What both hold, as a share of what either does, 0 to 1. */
  readonly overlap: number;
  readonly sums: Readonly<Record<string, Change>>;
  /** What was in another territory. */
  readonly gained: Amounts;
  /** What is in another territory now. */
  readonly lost: Amounts;
  /** What differs without having moved: the layouts count other accounts. Zeros where they count the same. */
  readonly recounted: Amounts;
  readonly deviations: Readonly<Record<string, Change>>;
  readonly compactness: { readonly momentOfInertia: Change; readonly polsbyPopper: Change };
  readonly travel: { readonly distanceKm: Change; readonly workloadHours: Change };
  /** Places of the common refinement. */
  readonly places: { readonly kept: number; readonly gained: number; readonly lost: number };
}

/** Each territory of both layouts with the one that stands for it: those of `a` first, then those that are new in `b`. */
export function compareTerritories(
  input: ComparisonInput,
  names: readonly string[],
  shared: readonly string[],
): TerritoryComparison[] {
  const { a, b, matching, overlaps } = input;
  const [ofA, ofB] = [grouped(overlaps, (one) => one.from), grouped(overlaps, (one) => one.to)];
  const compare = (from: number, to: number) => {
    const [held, holds] = [ofA.get(from) ?? [], ofB.get(to) ?? []];
    return compareTerritory(
      { layout: a.layout, territory: a.layout.territories[from], overlaps: held },
      { layout: b.layout, territory: b.layout.territories[to], overlaps: holds },
      { kept: held.filter((one) => one.to === to), names, shared },
    );
  };
  return [
    ...a.layout.territories.map((_, from) => compare(from, matching.ofA[from] ?? -1)),
    ...b.layout.territories.flatMap((_, to) => (matching.ofB[to] === -1 ? [compare(-1, to)] : [])),
  ];
}

interface Side {
  readonly layout: Layout;
  readonly territory: Territory | undefined;
  readonly overlaps: readonly Overlap[];
}

interface Common {
  readonly kept: readonly Overlap[];
  readonly names: readonly string[];
  readonly shared: readonly string[];
}

function compareTerritory(a: Side, b: Side, { kept, names, shared }: Common): TerritoryComparison {
  const gained = amountsOf(
    names,
    shared,
    b.overlaps.filter((one) => !kept.includes(one)),
  );
  const lost = amountsOf(
    names,
    shared,
    a.overlaps.filter((one) => !kept.includes(one)),
  );
  const change = (measure: (side: Side, of: Territory) => number | null): Change => ({
    before: a.territory === undefined ? null : measure(a, a.territory),
    after: b.territory === undefined ? null : measure(b, b.territory),
  });
  const measured = (values: (of: Territory) => Readonly<Record<string, number>>) =>
    byName(names, (name) =>
      change(({ layout }, of) => (layout.metrics.includes(name) ? (values(of)[name] ?? 0) : null)),
    );
  const sums = measured((of) => of.sums);
  return {
    a: a.territory?.id ?? null,
    b: b.territory?.id ?? null,
    name: b.territory?.name ?? a.territory?.name ?? '',
    overlap: overlapOf(a, b, kept, shared),
    sums,
    gained,
    lost,
    recounted: byName(names, (name) => recounted(sums[name], gained[name] ?? null, lost[name] ?? null)),
    deviations: measured((of) => of.deviations),
    compactness: {
      momentOfInertia: change((_, of) => of.compactness.momentOfInertia),
      polsbyPopper: change((_, of) => of.compactness.polsbyPopper),
    },
    travel: {
      distanceKm: change(({ layout }, of) => travelDistanceKm(layout, of.compactness.momentOfInertia, of.sums)),
      workloadHours: change(({ layout }, of) =>
        layout.metrics.includes(WORKLOAD_METRIC) ? (of.sums[WORKLOAD_METRIC] ?? 0) : null,
      ),
    },
    places: countPlaces(a, b, kept),
  };
}

function recounted(sums: Change | undefined, gained: number | null, lost: number | null): number | null {
  if (gained === null || lost === null) return null;
  const [before, after] = [sums?.before ?? 0, sums?.after ?? 0];
  const rest = after - before - gained + lost;
  const largest = Math.max(...[before, after, gained, lost].map(Math.abs));
  return Math.abs(rest) <= SLACK * largest ? 0 : settled(rest);
}

/** By the metric that territories are matched by; by accounts, then by places, where there is none of it. */
function overlapOf(a: Side, b: Side, kept: readonly Overlap[], shared: readonly string[]): number {
  const shareOf = (amount: (overlaps: readonly Overlap[]) => number) => {
    const [own, before, after] = [kept, a.overlaps, b.overlaps].map(amount) as [number, number, number];
    const either = before + after - own;
    return either > 0 ? Math.max(0, Math.min(1, own / either)) : null;
  };
  const bySum = (name: string) => {
    const column = shared.indexOf(name);
    return shareOf((overlaps) => overlaps.reduce((sum, { sums }) => sum + Math.max(0, sums[column] ?? 0), 0));
  };
  return bySum(matchingMetric(a.layout, b.layout)) ?? bySum(ACCOUNTS_METRIC) ?? shareOf(placesOf) ?? 0;
}

function countPlaces(a: Side, b: Side, kept: readonly Overlap[]) {
  const own = placesOf(kept);
  return { kept: own, gained: placesOf(b.overlaps) - own, lost: placesOf(a.overlaps) - own };
}

function placesOf(overlaps: readonly Overlap[]): number {
  return overlaps.reduce((count, { places }) => count + places, 0);
}

function grouped(overlaps: readonly Overlap[], territoryOf: (one: Overlap) => number): Map<number, Overlap[]> {
  const groups = new Map<number, Overlap[]>();
  for (const overlap of overlaps) {
    const territory = territoryOf(overlap);
    const group = groups.get(territory);
    if (group === undefined) groups.set(territory, [overlap]);
    else group.push(overlap);
  }
  return groups;
}
