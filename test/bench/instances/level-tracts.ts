import { cellToParent, getResolution } from 'h3-js';
import type { Land } from './tract-land.ts';

/** How far a cell may be above the cap when the passing on ends. */
const CLOSE = 1.001;

/**
 * A cell that holds more than a share of a territory's target in either metric passes the rest on to its neighbours in equal parts, and so do they. At one
 * resolution a single cell of Manhattan would weigh as much as two territories.
 */
export function passOnExcess(land: Land, territories: number, share: number): void {
  const { population, tracts, neighbors } = land;
  const targets = [population, tracts].map((values) => sum(values) / territories) as [number, number];
  const load = (cell: number) =>
    Math.max((population[cell] as number) / targets[0], (tracts[cell] as number) / targets[1]);
  let active = [...land.cells.keys()].filter((cell) => load(cell) > share * CLOSE);
  while (active.length > 0) {
    const next = new Set<number>();
    for (const cell of active) {
      const excess = 1 - share / load(cell);
      if (excess <= 0) continue;
      const around = neighbors[cell] ?? [];
      for (const values of [population, tracts]) {
        const given = (values[cell] as number) * excess;
        values[cell] = (values[cell] as number) - given;
        for (const other of around) values[other] = (values[other] as number) + given / around.length;
      }
      for (const other of around) if (load(other) > share * CLOSE) next.add(other);
    }
    active = [...next];
  }
}

/**
 * Counts tracts in units of the tracts around: persons per tract become equal to the country's in the smallest ancestor of each cell that holds a share of a
 * territory's tracts. Where tracts are small for a whole city or state, as in Detroit or on the plains, no layout has both metrics within 5 %: the
 * trend goes, what differs from cell to cell stays.
 */
export function levelTractSize(land: Land, territories: number, share: number): void {
  const { cells, population, tracts } = land;
  const enough = (share * sum(tracts)) / territories;
  const country = sum(population) / sum(tracts);
  const finest = getResolution(cells[0] as string) - 1;
  const ancestors = new Map<string, [number, number]>();
  for (const [index, cell] of cells.entries()) {
    for (let resolution = finest; resolution >= 0; resolution--) {
      const ancestor = cellToParent(cell, resolution);
      const row = ancestors.get(ancestor) ?? [0, 0];
      ancestors.set(ancestor, [row[0] + (population[index] as number), row[1] + (tracts[index] as number)]);
    }
  }
  for (const [index, cell] of cells.entries()) {
    let resolution = finest;
    let around = ancestors.get(cellToParent(cell, resolution)) as [number, number];
    while (around[1] < enough && resolution > 0) {
      resolution--;
      around = ancestors.get(cellToParent(cell, resolution)) as [number, number];
    }
    tracts[index] = ((tracts[index] as number) * (around[0] / around[1])) / country;
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
