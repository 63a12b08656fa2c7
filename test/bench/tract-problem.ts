import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { gridDisk, latLngToCell } from 'h3-js';

/** A problem of cells in the form that the wasm and `solve_cells` take. */
export interface CellProblem {
  readonly cells: readonly string[];
  readonly sums: readonly number[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Where the cells lie around: from the plains to the Appalachians, two of the ten largest cities within reach. */
const CENTER = { lat: 39.5, lng: -88 };

/**
 * The cells nearest to the center, one unit each, with the tracts and the population that fall into them. Cells without a tract count one person, so that
 * every cell is a unit.
 */
export function tractProblem(cellCount: number, resolution: number, territories: number, seed: number): CellProblem {
  const file = new URL('data/us_tracts_2010.csv.gz', import.meta.url);
  const center = latLngToCell(CENTER.lat, CENTER.lng, resolution);
  const rings = Math.ceil(Math.sqrt(cellCount / 3)) + 1;
  const sums = new Map(
    gridDisk(center, rings)
      .slice(0, cellCount)
      .map((cell) => [cell, [1, 1]] as [string, [number, number]]),
  );
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1)) {
    const [, lng, lat, population] = line.split(',');
    const row = sums.get(latLngToCell(Number(lat), Number(lng), resolution));
    if (row) row[1] += Number(population);
  }
  const cells = [...sums.keys()].sort();
  return {
    cells,
    sums: cells.flatMap((cell) => sums.get(cell) ?? []),
    options: {
      metrics: 2,
      territories,
      tolerances: [null, 0.05],
      weightMetric: 1,
      seed,
      effort: 'normal',
      baseResolution: resolution,
      split: false,
      splitShare: 0.02,
      fillDistanceKm: 0,
      budget: null,
    },
  };
}
