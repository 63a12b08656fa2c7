import { type Amounts, amountsOf, byName, type Change } from './amounts.ts';
import { compareTerritories, type TerritoryComparison } from './compare-territories.ts';
import type { ComparisonInput } from './comparison-input.ts';
import type { Layout, LayoutId } from './layout.ts';
import { matchingMetric } from './match-territories.ts';
import { WORKLOAD_METRIC } from './metric.ts';
import { type Overlap, sharedMetrics } from './overlaps.ts';
import { travelDistanceKm, weighedBy } from './travel-distance.ts';

/** What is different in a layout `b` from a layout `a`. */
export interface LayoutComparison {
  readonly a: LayoutId;
  readonly b: LayoutId;
  /** Whether one was made from the other, so that equal ids are the same territory. */
  readonly derived: boolean;
  /** By which territories are matched and `overlap` is told. */
  readonly matchedBy: string;
  /** In the order of those of `a`; then those of `b` that none of them stands for. */
  readonly territories: readonly TerritoryComparison[];
  readonly totals: {
    readonly sums: Readonly<Record<string, Change>>;
    /** What is in another territory than before, and its share of the total of `b`. */
    readonly moved: { readonly sums: Amounts; readonly shares: Amounts };
    /** The largest of all territories, by metric. */
    readonly worstDeviation: Readonly<Record<string, Change>>;
    /** Of all territories together, each layout's by the metric that weighs in it. */
    readonly momentOfInertia: Change<number>;
    readonly weighedBy: Change<string>;
    readonly travel: { readonly distanceKm: Change; readonly workloadHours: Change };
    /** Places of the common refinement; leaves that lie wholly outside of the other's cover. */
    readonly places: {
      readonly shared: number;
      readonly moved: number;
      readonly onlyA: number;
      readonly onlyB: number;
    };
    readonly matched: number;
  };
}

/**
 * Compares two layouts, territory by territory.
 *
 * What moves is counted over their common refinement: the sums of a leaf of `b`, or, where `a` has finer leaves, of those of `a`. Where both count the same accounts, what
 * a territory gained less what it lost is the difference of its sums, and comparing the other way round tells the same turned around. Where they do not (accounts were
 * added, removed or changed between them, or lie where only one has a cover), the rest of that difference is `recounted`: it moved nowhere.
 */
export function compareLayouts(input: ComparisonInput): LayoutComparison {
  const { a, b, derived, overlaps, matching } = input;
  const [before, after] = [a.layout, b.layout];
  const names = allMetrics(before, after);
  const shared = sharedMetrics(before, after);
  const changed = overlaps.filter(({ from, to }) => matching.ofA[from] !== to);
  const moved = amountsOf(names, shared, changed);
  const ofTotal = (name: string, sum: number | null) => {
    const total = after.totals.sums[name] ?? 0;
    return sum === null ? null : total === 0 ? 0 : sum / total;
  };
  const whole = (layout: Layout) => travelDistanceKm(layout, layout.totals.momentOfInertia, layout.totals.sums);
  return {
    a: before.layoutId,
    b: after.layoutId,
    derived,
    matchedBy: matchingMetric(before, after),
    territories: compareTerritories(input, names, shared),
    totals: {
      sums: byName(names, (name) => ({ before: sumOf(before, name), after: sumOf(after, name) })),
      moved: { sums: moved, shares: byName(names, (name) => ofTotal(name, moved[name] ?? null)) },
      worstDeviation: byName(names, (name) => ({
        before: worstDeviation(before, name),
        after: worstDeviation(after, name),
      })),
      momentOfInertia: { before: before.totals.momentOfInertia, after: after.totals.momentOfInertia },
      weighedBy: { before: weighedBy(before), after: weighedBy(after) },
      travel: {
        distanceKm: { before: whole(before), after: whole(after) },
        workloadHours: { before: sumOf(before, WORKLOAD_METRIC), after: sumOf(after, WORKLOAD_METRIC) },
      },
      places: countPlaces(input, changed),
      matched: matching.ofA.reduce((count, to) => count + (to >= 0 ? 1 : 0), 0),
    },
  };
}

function allMetrics(a: Layout, b: Layout): string[] {
  return [...new Set([...b.metrics, ...a.metrics])];
}

function sumOf({ metrics, totals }: Layout, name: string): number | null {
  return metrics.includes(name) ? (totals.sums[name] ?? 0) : null;
}

function worstDeviation({ metrics, territories }: Layout, name: string): number | null {
  if (!metrics.includes(name)) return null;
  return territories.reduce((worst, { deviations }) => Math.max(worst, deviations[name] ?? 0), 0);
}

function countPlaces({ a, b, places }: ComparisonInput, changed: readonly Overlap[]) {
  const outside = (leaves: number, holding: Uint32Array) => leaves - new Set(holding).size;
  return {
    shared: places.cells.length,
    moved: changed.reduce((count, overlap) => count + overlap.places, 0),
    onlyA: outside(a.leaves.cells.length, places.a),
    onlyB: outside(b.leaves.cells.length, places.b),
  };
}
