import { getHexagonEdgeLengthAvg, latLngToCell, UNITS } from 'h3-js';
import type { Cell } from './cell.ts';
import { type CellNumber, cellNumber } from './cell-number.ts';
import type { Ring, TerritoryShape } from './territory-shape.ts';

const KM_PER_DEGREE = 111.2;
/** Steps along a border against the edge of a cell: what is cut off between two of them is a corner. */
const STEP = 0.4;
/** Leaves that a cell on a border leads to, with those that its coarser ancestors are split into. */
const LEAVES_PER_BORDER_CELL = 3.6;

/** The length of all borders; those that two territories share count twice. Units: km. */
export function borderLengthKm(shapes: readonly TerritoryShape[]): number {
  let sum = 0;
  for (const ring of ringsOf(shapes)) eachEdge(ring, (...edge) => (sum += edgeKm(...edge)));
  return sum;
}

/** The finest resolution at which leaves along borders stay within `maxLeaves`, from `coarsest` to `finest`. */
export function borderResolution(lengthKm: number, coarsest: number, finest: number, maxLeaves: number): number {
  let resolution = finest;
  while (resolution > coarsest && leavesAlong(lengthKm, resolution) > maxLeaves) resolution--;
  return resolution;
}

/** The cells of a resolution that borders run through, but for corners that they cut off. */
export function traceBorders(shapes: readonly TerritoryShape[], resolution: number): Set<CellNumber> {
  const cells = new Set<CellNumber>();
  const stepKm = STEP * getHexagonEdgeLengthAvg(resolution, UNITS.km);
  let last = '';
  for (const ring of ringsOf(shapes)) {
    eachEdge(ring, (lngA, latA, lngB, latB) => {
      const steps = Math.max(1, Math.ceil(edgeKm(lngA, latA, lngB, latB) / stepKm));
      for (let step = 0; step < steps; step++) {
        const share = step / steps;
        const cell = latLngToCell(latA + share * (latB - latA), wrapped(lngA + share * (lngB - lngA)), resolution);
        if (cell !== last) cells.add(cellNumber(cell as Cell));
        last = cell;
      }
    });
  }
  return cells;
}

function leavesAlong(lengthKm: number, resolution: number): number {
  const spacingKm = Math.sqrt(3) * getHexagonEdgeLengthAvg(resolution, UNITS.km);
  return (LEAVES_PER_BORDER_CELL * 1.3 * lengthKm) / spacingKm;
}

function edgeKm(lngA: number, latA: number, lngB: number, latB: number): number {
  const width = Math.cos(((latA + latB) / 2) * (Math.PI / 180));
  return KM_PER_DEGREE * Math.hypot((lngB - lngA) * width, latB - latA);
}

function* ringsOf(shapes: readonly TerritoryShape[]): Iterable<Ring> {
  for (const { parts } of shapes) for (const { rings } of parts) yield* rings;
}

function eachEdge(ring: Ring, visit: (lngA: number, latA: number, lngB: number, latB: number) => void): void {
  for (let at = 2; at < ring.length; at += 2) {
    visit(ring[at - 2] as number, ring[at - 1] as number, ring[at] as number, ring[at + 1] as number);
  }
}

function wrapped(lng: number): number {
  return lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng;
}
