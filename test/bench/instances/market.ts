import { cellToLatLng, cellToParent, getResolution, gridDisk, latLngToCell } from 'h3-js';
import { readText } from './benchmark-files.ts';
import type { CellProblem, Instance } from './instance.ts';
import { type Edge, equalShares, type ProblemFile } from './problem-file.ts';

/** The leaves that the optimizer made of the cells, and the pairs of leaves that it joined though they do not touch. */
export interface Cover {
  readonly leaves: readonly string[];
  readonly islands: readonly (readonly [string, string])[];
}

const FINEST_RESOLUTION = 9;
const TERRITORIES = 50;

/** Tolerances of establishments and employees; layouts inside the first two are known. */
const TOLERANCES = [
  { tolerances: [0.05, 0.2], solvable: true },
  { tolerances: [0.15, 0.15], solvable: true },
  { tolerances: [0.1, 0.1], solvable: false },
  { tolerances: [0.05, 0.1], solvable: false },
];

/** The business market of the United States, solved as the API solves it: cells, cover, search. */
export function marketInstances(): Instance[] {
  return TOLERANCES.map(({ tolerances, solvable }, index) => ({
    group: 'market',
    name: `market-${tolerances.map((tolerance) => `${tolerance * 100}%`).join('-')}`,
    territories: TERRITORIES,
    tolerances,
    best: null,
    solvable,
    short: index === 0,
    input: () => {
      const cells = cellProblem(tolerances);
      return { kind: 'cells', cells, problemOf: (cover) => coveredProblem(cells, cover, tolerances) };
    },
  }));
}

function cellProblem(tolerances: readonly number[]): CellProblem {
  const sums = new Map<string, [number, number, number]>();
  const file = new URL('../../../src/local/sample/us_zip_business_2016.csv.gz', import.meta.url);
  for (const line of readText(file).trimEnd().split('\n').slice(1)) {
    const [lat, lng, establishments, employees] = line.split(',').slice(-4).map(Number) as Row;
    const cell = latLngToCell(lat, lng, FINEST_RESOLUTION);
    const row = sums.get(cell) ?? [0, 0, 0];
    sums.set(cell, [row[0] + 1, row[1] + establishments, row[2] + employees]);
  }
  const cells = [...sums.keys()].sort();
  return {
    cells,
    sums: cells.flatMap((cell) => sums.get(cell) ?? []),
    options: {
      metrics: 3,
      territories: TERRITORIES,
      tolerances: [null, ...tolerances],
      weightMetric: 1,
      effort: 'normal',
      baseResolution: null,
      split: true,
      splitShare: 0.02,
      fillDistanceKm: null,
      budget: null,
    },
  };
}

type Row = [lat: number, lng: number, establishments: number, employees: number];

/** The leaves as units: each with the cells inside it, at the mean of their centers by establishments. Throws where a cell is in no leaf. */
function coveredProblem({ cells, sums }: CellProblem, cover: Cover, tolerances: readonly number[]): ProblemFile {
  const position = new Map(cover.leaves.map((leaf, index) => [leaf, index]));
  const coarsest = Math.min(...new Set(cover.leaves.map(getResolution)));
  const weights = cover.leaves.map((): [number, number] => [0, 0]);
  const means = cover.leaves.map((): [number, number] => [0, 0]);
  for (const [index, cell] of cells.entries()) {
    const leaf = holderOf(cell, position, coarsest);
    if (leaf === null) throw new Error(`${cell} is in no leaf`);
    const [establishments, employees] = [sums[index * 3 + 1] as number, sums[index * 3 + 2] as number];
    const offset = offsetDegrees(cover.leaves[leaf] as string, cell);
    const [weight, mean] = [weights[leaf] as [number, number], means[leaf] as [number, number]];
    weights[leaf] = [weight[0] + establishments, weight[1] + employees];
    means[leaf] = [mean[0] + establishments * offset[0], mean[1] + establishments * offset[1]];
  }
  const places = cover.leaves.map((leaf, index) => {
    const weight = weights[index]?.[0] || 1;
    return cellToLatLng(leaf).map((degrees, axis) => degrees + (means[index]?.[axis] ?? 0) / weight);
  });
  const edges: Edge[] = [];
  for (const [index, leaf] of cover.leaves.entries()) {
    for (const other of gridDisk(leaf, 1)) {
      const holder = holderOf(other, position, coarsest);
      if (holder !== null && holder !== index) edges.push([index, holder]);
    }
  }
  for (const [from, to] of cover.islands) edges.push([position.get(from) ?? -1, position.get(to) ?? -1]);
  return {
    territories: TERRITORIES,
    weights,
    edges,
    lat: places.map(([lat]) => lat as number),
    lng: places.map(([, lng]) => lng as number),
    ...equalShares(weights, TERRITORIES, tolerances),
  };
}

/** How far north and east of one cell's center another's lies, across the antimeridian too. */
function offsetDegrees(from: string, to: string): [number, number] {
  const [a, b] = [cellToLatLng(from), cellToLatLng(to)];
  const east = b[1] - a[1];
  return [b[0] - a[0], east - 360 * Math.round(east / 360)];
}

/** The leaf that is the cell or holds it. */
function holderOf(cell: string, leaves: ReadonlyMap<string, number>, coarsest: number): number | null {
  for (let resolution = getResolution(cell); resolution >= coarsest; resolution--) {
    const leaf = leaves.get(cellToParent(cell, resolution));
    if (leaf !== undefined) return leaf;
  }
  return null;
}
