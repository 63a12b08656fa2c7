import { cellToLatLng, latLngToCell } from 'h3-js';
import type { Instance } from './instance.ts';
import { levelTractSize, passOnExcess } from './level-tracts.ts';
import { type Edge, equalShares, type ProblemFile } from './problem-file.ts';
import { landAround, tractLand } from './tract-land.ts';

/** From here outwards: from the plains to the Appalachians, and at 200,000 cells to both oceans. */
const CENTER = { lat: 39.5, lng: -88 };
const TOLERANCES = [0.05, 0.05];
/** The heaviest cell, as a share of a territory's target. */
const HEAVIEST_SHARE = 0.1;
/** Persons per tract are the country's in every ancestor with this share of a territory's tracts. */
const LEVEL_SHARE = 0.25;

const SIZES = [
  { cells: 1_000, resolution: 4, territories: 10 },
  { cells: 10_000, resolution: 5, territories: 50 },
  { cells: 50_000, resolution: 6, territories: 100 },
  { cells: 50_000, resolution: 6, territories: 250 },
  { cells: 100_000, resolution: 6, territories: 500 },
  { cells: 200_000, resolution: 6, territories: 1_000 },
];

/** Hexagons with the population and the census tracts of the United States, two metrics; four sizes with 200 units per territory to see how time grows. */
export function hexagonInstances(): Instance[] {
  return SIZES.map(({ cells, resolution, territories }) => ({
    group: 'h3',
    name: `h3-${cells / 1000}k-k${territories}`,
    territories,
    tolerances: TOLERANCES,
    best: null,
    solvable: true,
    short: cells <= 10_000,
    input: () => ({ kind: 'problem', problem: hexagonProblem(cells, resolution, territories) }),
  }));
}

function hexagonProblem(cellCount: number, resolution: number, territories: number): ProblemFile {
  const land = landAround(tractLand(resolution), latLngToCell(CENTER.lat, CENTER.lng, resolution), cellCount);
  passOnExcess(land, territories, HEAVIEST_SHARE);
  levelTractSize(land, territories, LEVEL_SHARE);
  const weights = land.cells.map((_, cell) => [land.population[cell] ?? 0, land.tracts[cell] ?? 0].map(rounded));
  const centers = land.cells.map((cell) => cellToLatLng(cell).map(rounded));
  const edges = land.neighbors.flatMap((row, cell) =>
    row.filter((other) => other > cell).map((other): Edge => [cell, other]),
  );
  return {
    territories,
    weights,
    edges,
    lat: centers.map(([lat]) => lat as number),
    lng: centers.map(([, lng]) => lng as number),
    ...equalShares(weights, territories, TOLERANCES),
  };
}

/** To a hundred-thousandth: about a metre as degrees, and a short file. */
function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
