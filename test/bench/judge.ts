import { boundsOf, type ProblemFile } from './instances/problem-file.ts';

/** What is true of a layout, worked out from the problem alone. */
export interface Verdict {
  /** `[k]` connected pieces; 0 where a territory has no unit. */
  readonly pieces: readonly number[];
  /** `[k][m]`. */
  readonly sums: readonly (readonly number[])[];
  /** Largest `abs(sum - target) / target`, the target halfway between the bounds. */
  readonly worstDeviation: number;
  /** Largest `sum / target - 1`: all that METIS bounds. */
  readonly heaviest: number;
  /** How far the worst sum is beyond its bound, as a fraction of the target; 0 inside. */
  readonly excess: number;
  /** As the problem defines it: in weight times km2, divided by a million where distances are whole kilometres. */
  readonly objective: number;
  /** Every territory in one piece and inside its bounds. */
  readonly feasible: boolean;
}

/** Sums in another order differ in the last bits. */
const ROUNDING = 1e-9;
/** IUGG R1. */
const EARTH_RADIUS_M = 6_371_008.8;

/**
 * Judges a layout, `territory[n]` with values below `k`, by connection, bounds and objective: what the benchmarks ask for. Shares no code with the
 * optimizer. Throws where a unit is in no territory.
 */
export function judge(problem: ProblemFile, territory: readonly number[]): Verdict {
  const { territories: k, weights } = problem;
  const misplaced = territory.findIndex((own) => !Number.isInteger(own) || own < 0 || own >= k);
  if (territory.length !== weights.length)
    throw new Error(`${territory.length} of ${weights.length} units are assigned`);
  if (misplaced >= 0) throw new Error(`unit ${misplaced} is in territory ${territory[misplaced]} of ${k}`);

  const members = Array.from({ length: k }, (): number[] => []);
  for (const [unit, own] of territory.entries()) members[own]?.push(unit);
  const sums = members.map((units) => sumRows(units, weights));
  const pieces = countPieces(problem, territory);
  let [worstDeviation, heaviest, excess] = [0, 0, 0];
  for (const [own, row] of sums.entries()) {
    const [lower, upper] = [boundsOf(problem.lower, own), boundsOf(problem.upper, own)];
    for (const [metric, sum] of row.entries()) {
      const [least, most] = [lower[metric] as number, upper[metric] as number];
      const target = (least + most) / 2;
      worstDeviation = Math.max(worstDeviation, Math.abs(sum - target) / target);
      heaviest = Math.max(heaviest, sum / target - 1);
      excess = Math.max(excess, (least - sum) / target, (sum - most) / target);
    }
  }
  if (excess <= ROUNDING) excess = 0;
  const feasible = excess === 0 && pieces.every((count) => count === 1);
  return { pieces, sums, worstDeviation, heaviest, excess, objective: objectiveOf(problem, members), feasible };
}

function sumRows(units: readonly number[], weights: ProblemFile['weights']): number[] {
  const sums = new Array<number>(weights[0]?.length ?? 0).fill(0);
  for (const unit of units) {
    for (const [metric, value] of (weights[unit] as number[]).entries())
      sums[metric] = (sums[metric] as number) + value;
  }
  return sums;
}

/** By union of the ends of every edge inside a territory. */
function countPieces(problem: ProblemFile, territory: readonly number[]): number[] {
  const parent = territory.map((_, unit) => unit);
  const rootOf = (unit: number): number => {
    let root = unit;
    while (parent[root] !== root) root = parent[root] as number;
    parent[unit] = root;
    return root;
  };
  for (const [a, b] of problem.edges) if (territory[a] === territory[b]) parent[rootOf(a)] = rootOf(b);
  const pieces = new Array<number>(problem.territories).fill(0);
  for (const [unit, own] of territory.entries()) {
    if (rootOf(unit) === unit) pieces[own] = (pieces[own] as number) + 1;
  }
  return pieces;
}

type Place = readonly [number, number, number];

function objectiveOf(problem: ProblemFile, members: readonly (readonly number[])[]): number {
  const places = placesOf(problem);
  const weight = (unit: number) => problem.weights[unit]?.[0] as number;
  const about = problem.objective === 'hess_integer_km' ? aboutBestUnit : aboutCentroid;
  return members.reduce((sum, units) => sum + about(units, places, weight), 0);
}

/** Metres on a plane, or on a sphere seen from its center. */
function placesOf({ x_m, y_m, lat, lng, weights }: ProblemFile): Place[] {
  return weights.map((_, unit) => {
    if (x_m && y_m) return [x_m[unit] as number, y_m[unit] as number, 0];
    const [north, east] = [lat?.[unit], lng?.[unit]].map((degrees) => ((degrees as number) * Math.PI) / 180);
    const [up, out] = [Math.sin(north as number), Math.cos(north as number)];
    const point = [out * Math.cos(east as number), out * Math.sin(east as number), up];
    return point.map((coordinate) => coordinate * EARTH_RADIUS_M) as unknown as Place;
  });
}

/** Person-km2 about the centroid. */
function aboutCentroid(units: readonly number[], places: readonly Place[], weight: (unit: number) => number): number {
  let total = 0;
  const sums = [0, 0, 0];
  for (const unit of units) {
    total += weight(unit);
    for (const axis of [0, 1, 2]) {
      sums[axis] = (sums[axis] as number) + weight(unit) * (places[unit]?.[axis] as number);
    }
  }
  if (total === 0) return 0;
  const [x, y, z] = sums.map((sum) => sum / total);
  const centroid: Place = [x as number, y as number, z as number];
  return units.reduce((sum, unit) => sum + weight(unit) * distanceKm(places[unit] as Place, centroid) ** 2, 0);
}

/** Million person-km2 about the best of the units, distances in whole kilometres: Validi, Buchanan, Lykhovyd (2022), doi 10.1287/opre.2021.2141. */
function aboutBestUnit(units: readonly number[], places: readonly Place[], weight: (unit: number) => number): number {
  let best = Number.POSITIVE_INFINITY;
  for (const center of units) {
    let sum = 0;
    for (const unit of units) {
      sum += weight(unit) * Math.round(distanceKm(places[unit] as Place, places[center] as Place)) ** 2;
      if (sum >= best) break;
    }
    best = Math.min(best, sum);
  }
  return units.length === 0 ? 0 : best / 1e6;
}

function distanceKm(a: Place, b: Place): number {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2) / 1000;
}
