import { type CellNumber, resolutionOf } from './cell-number.ts';
import type { LeafTable } from './leaf-table.ts';

/**
 * Cells in the order of H3's hierarchy, cut into runs that have one territory: cells of any resolution next to each other become one run, whatever their
 * sizes.
 *
 * Units: the position of a cell at the finest resolution of the leaves: its base cell and its digits read as a number to base 7, below 2^53.
 * Shape: run i is `[starts[i], ends[i])`; runs ascend and do not meet, but where territories differ.
 */
export interface TerritoryRuns {
  readonly resolution: number;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly territories: Uint32Array;
}

/** The position of a cell among those of its resolution. */
export function positionIn(cell: CellNumber): number {
  let position = Number((cell >> 45n) & 127n);
  for (let at = 1, shift = 42n; at <= resolutionOf(cell); at++, shift -= 3n) {
    position = position * 7 + Number((cell >> shift) & 7n);
  }
  return position;
}

/** The runs of a layout's leaves. */
export function territoryRuns({ cells, territories }: Pick<LeafTable, 'cells' | 'territories'>): TerritoryRuns {
  // Leaves ascend by resolution first: the last is the finest.
  const last = cells.at(-1);
  const resolution = last === undefined ? 0 : resolutionOf(last);
  const first = new Float64Array(cells.length);
  const width = new Float64Array(cells.length);
  cells.forEach((cell, leaf) => {
    const size = 7 ** (resolution - resolutionOf(cell));
    first[leaf] = positionIn(cell) * size;
    width[leaf] = size;
  });
  const order = Uint32Array.from(cells, (_, leaf) => leaf).sort((a, b) => (first[a] ?? 0) - (first[b] ?? 0));
  const [starts, ends, owners]: [number[], number[], number[]] = [[], [], []];
  for (const leaf of order) {
    const [start, owner] = [first[leaf] ?? 0, territories[leaf] ?? 0];
    if (ends.at(-1) === start && owners.at(-1) === owner) ends.pop();
    else {
      starts.push(start);
      owners.push(owner);
    }
    ends.push(start + (width[leaf] ?? 0));
  }
  return {
    resolution,
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
    territories: Uint32Array.from(owners),
  };
}
