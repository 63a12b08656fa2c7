import type { Resolution } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import type { SummedCell } from './list-cells.ts';
import type { MapLayer } from './map-encoder.ts';
import type { Optimizer } from './optimizer.ts';

/** The outlines of cells of one resolution, each with its sums. */
export function drawCells(optimizer: Optimizer, cells: readonly SummedCell[], resolution: Resolution): MapLayer {
  const leaves = BigUint64Array.from(cells, ({ cell }) => cellNumber(cell));
  const outlines = optimizer.drawOutlines({ leaves, owners: Uint32Array.from(cells.keys()), resolution });
  return {
    name: 'cells',
    outlines,
    feature: (owner) => {
      const { cell, sums } = cells[owner] as SummedCell;
      return { id: cell, properties: { ...sums } };
    },
  };
}
