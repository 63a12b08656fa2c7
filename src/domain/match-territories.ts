import { heaviestMatching, type MatchEdge } from './heaviest-matching.ts';
import type { Layout } from './layout.ts';
import { ACCOUNTS_METRIC } from './metric.ts';
import { type Overlap, sharedMetrics } from './overlaps.ts';

/** What sums are told apart by, as parts of their total: below 2^40, so that parts add up without reaching the next. */
const PARTS = 1e12;
const PART_BITS = 40n;

/** Which territories of two layouts stand for each other, by position; -1 where none does. */
export interface TerritoryMatching {
  /** For each territory of `a` that of `b`. */
  readonly ofA: Int32Array;
  /** For each territory of `b` that of `a`. */
  readonly ofB: Int32Array;
}

/** The metric by which territories are matched, and overlaps told: the first balanced one of `b`, else of `a`, that both have; else the accounts. */
export function matchingMetric(a: Layout, b: Layout): string {
  const shared = sharedMetrics(a, b);
  const wanted = [...Object.keys(b.balance).slice(0, 1), ...Object.keys(a.balance).slice(0, 1)];
  return wanted.find((name) => shared.includes(name)) ?? ACCOUNTS_METRIC;
}

/**
 * Matches the territories of two layouts.
 *
 * Where one layout was made from the other (`derived`), a territory goes on under its id: equal ids that share a place are matched first. Ids of layouts that were
 * solved apart mean nothing. All others are matched so that what matched territories share is most in all: of the first balanced metric; among those
 * matchings, of accounts; among those, of places. Territories that share no place are never matched.
 *
 * Sums are compared in parts of a trillion of the total of all overlaps. What is below zero is worth nothing.
 */
export function matchTerritories(
  a: Layout,
  b: Layout,
  overlaps: readonly Overlap[],
  derived: boolean,
): TerritoryMatching {
  const ofA = new Int32Array(a.territories.length).fill(-1);
  const ofB = new Int32Array(b.territories.length).fill(-1);
  const match = (from: number, to: number) => {
    ofA[from] = to;
    ofB[to] = from;
  };
  for (const { from, to } of derived ? overlaps : []) {
    if (a.territories[from]?.id === b.territories[to]?.id) match(from, to);
  }
  const open = overlaps.filter(({ from, to }) => ofA[from] === -1 && ofB[to] === -1);
  const edges = edgesOf(open, a, b);
  heaviestMatching(ofA.length, ofB.length, edges).forEach((to, from) => {
    if (to >= 0) match(from, to);
  });
  return { ofA, ofB };
}

/** The order of overlaps must not matter: edges are in the order of positions. */
function edgesOf(overlaps: readonly Overlap[], a: Layout, b: Layout): MatchEdge[] {
  const shared = sharedMetrics(a, b);
  const columns = [matchingMetric(a, b), ACCOUNTS_METRIC].map((name) => shared.indexOf(name));
  const parts = columns.map((column) => partsOf(overlaps.map(({ sums }) => sums[column] ?? 0)));
  return overlaps
    .map(({ from, to, places }, at) => {
      const [first = 0n, accounts = 0n] = parts.map((own) => own[at] ?? 0n);
      return { row: from, column: to, weight: (((first << PART_BITS) + accounts) << PART_BITS) + BigInt(places) };
    })
    .sort((one, other) => one.row - other.row || one.column - other.column);
}

function partsOf(sums: readonly number[]): bigint[] {
  const total = sums.reduce((sum, one) => sum + Math.max(0, one), 0);
  return sums.map((sum) => (sum > 0 && total > 0 ? BigInt(Math.round((sum / total) * PARTS)) : 0n));
}
