import type { Refinement } from './common-refinement.ts';
import type { Layout } from './layout.ts';
import type { LeafTable } from './leaf-table.ts';

/** A layout and its leaves. */
export interface ComparedLayout {
  readonly layout: Layout;
  readonly leaves: LeafTable;
}

/** What a territory of one layout has in common with one of another. */
export interface Overlap {
  /** Position of the territory in the one. */
  readonly from: number;
  /** Position of the territory in the other. */
  readonly to: number;
  /** Places of the common refinement. */
  readonly places: number;
  /** Per shared metric. */
  readonly sums: Float64Array;
}

/** Names of the metrics that both layouts have, in the order of the second. */
export function sharedMetrics(a: Layout, b: Layout): string[] {
  return b.metrics.filter((name) => a.metrics.includes(name));
}

/**
 * What territories have in common, for every two that share a place, in the order of the first place that they share.
 *
 * A place counts with the sums of the leaf that it is: with those of `b` where `b` has it as a leaf, with those of `a` where it is finer there.
 */
export function findOverlaps(a: ComparedLayout, b: ComparedLayout, places: Refinement): Overlap[] {
  const metrics = sharedMetrics(a.layout, b.layout);
  const columns = [a, b].map(({ layout }) => metrics.map((name) => layout.metrics.indexOf(name)));
  const [columnsA = [], columnsB = []] = columns;
  const found = new Map<number, Overlap & { places: number }>();
  places.cells.forEach((cell, place) => {
    const [leafA, leafB] = [places.a[place] ?? 0, places.b[place] ?? 0];
    const [from, to] = [a.leaves.territories[leafA] ?? 0, b.leaves.territories[leafB] ?? 0];
    const key = from * b.layout.territories.length + to;
    let overlap = found.get(key);
    if (overlap === undefined) {
      overlap = { from, to, places: 0, sums: new Float64Array(metrics.length) };
      found.set(key, overlap);
    }
    overlap.places++;
    const isOfB = b.leaves.cells[leafB] === cell;
    const [{ layout, leaves }, leaf, own] = isOfB ? [b, leafB, columnsB] : [a, leafA, columnsA];
    for (let metric = 0; metric < metrics.length; metric++) {
      const sum = leaves.sums[leaf * layout.metrics.length + (own[metric] ?? 0)] ?? 0;
      overlap.sums[metric] = (overlap.sums[metric] ?? 0) + sum;
    }
  });
  return [...found.values()];
}
