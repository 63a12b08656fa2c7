import { getHexagonEdgeLengthAvg, gridDisk, latLngToCell, UNITS } from 'h3-js';
import { readText } from './benchmark-files.ts';

/** Land without a tract within this distance is left out, and the sea. In the emptiest counties of the west tracts are this far apart. */
const REACH_KM = 90;

/** Cells with the people and the census tracts that are in them, both as fractions of tracts may fall. */
export interface Land {
  readonly cells: readonly string[];
  /** Positions of the cells that touch, for each cell. */
  readonly neighbors: readonly (readonly number[])[];
  readonly population: Float64Array;
  readonly tracts: Float64Array;
}

/** The whole country at one resolution. A tract is shared evenly among the cells to which it is the nearest, counted in steps from cell to cell. */
export function tractLand(resolution: number): Land {
  const counts = countTracts(resolution);
  const cells = [...counts.keys()].sort();
  const position = new Map(cells.map((cell, index) => [cell, index]));
  const owner = cells.map((_, index) => index);
  const steps = cells.map(() => 0);
  const neighbors: number[][] = [];
  const spacingKm = getHexagonEdgeLengthAvg(resolution, UNITS.km) * Math.sqrt(3);
  const most = Math.ceil(REACH_KM / spacingKm);
  for (let head = 0; head < cells.length; head++) {
    const [cell, depth, source] = [cells[head] as string, steps[head] as number, owner[head] as number];
    const row: number[] = [];
    for (const other of gridDisk(cell, 1)) {
      let found = position.get(other);
      if (found === undefined && depth < most) {
        found = cells.push(other) - 1;
        position.set(other, found);
        owner.push(source);
        steps.push(depth + 1);
      }
      if (found !== undefined && found !== head) row.push(found);
    }
    neighbors.push(row);
  }
  const shares = new Uint32Array(counts.size);
  for (const source of owner) shares[source] = (shares[source] as number) + 1;
  const spread = (column: 0 | 1) =>
    Float64Array.from(owner, (source) => (counts.get(cells[source] as string)?.[column] ?? 0) / (shares[source] ?? 1));
  return { cells, neighbors, population: spread(0), tracts: spread(1) };
}

/** The connected cells nearest to a place, counted in steps, in the order of their indexes. */
export function landAround(land: Land, center: string, cellCount: number): Land {
  const start = land.cells.indexOf(center);
  const taken = new Set([start]);
  for (const index of taken) {
    for (const other of land.neighbors[index] ?? []) if (taken.size < cellCount) taken.add(other);
  }
  const kept = [...taken].sort((a, b) => ((land.cells[a] ?? '') < (land.cells[b] ?? '') ? -1 : 1));
  const renamed = new Map(kept.map((index, position) => [index, position]));
  const pick = (values: Float64Array) => Float64Array.from(kept, (index) => values[index] as number);
  return {
    cells: kept.map((index) => land.cells[index] as string),
    neighbors: kept.map((index) => (land.neighbors[index] ?? []).flatMap((other) => renamed.get(other) ?? [])),
    population: pick(land.population),
    tracts: pick(land.tracts),
  };
}

/** People and tracts by the cell that holds the tract's internal point. */
function countTracts(resolution: number): Map<string, [number, number]> {
  const counts = new Map<string, [number, number]>();
  const file = new URL('../data/us_tracts_2010.csv.gz', import.meta.url);
  for (const line of readText(file).trimEnd().split('\n').slice(1)) {
    const [, lng, lat, population] = line.split(',').map(Number);
    const cell = latLngToCell(lat as number, lng as number, resolution);
    const row = counts.get(cell) ?? [0, 0];
    counts.set(cell, [row[0] + (population as number), row[1] + 1]);
  }
  return counts;
}
