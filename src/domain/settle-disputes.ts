import type { Cell } from './cell.ts';
import { ancestorAt, cellNumber, cellText, resolutionOf } from './cell-number.ts';
import type { Edit } from './edit.ts';
import type { Imported } from './imported.ts';

/** What of an import is not settled yet after edits: who gives all cells of a dispute to a territory by hand settles it, also where they were that territory's. Of one with more cells than are named the others are left. */
export function settleDisputes(imported: Imported, edits: readonly Edit[]): Imported {
  const given = new Set(
    edits.flatMap((edit) => (edit.kind === 'assign' || edit.kind === 'add' ? (edit.cells ?? []) : [])),
  );
  if (given.size === 0) return imported;
  const isGiven = (cell: Cell) => {
    const number = cellNumber(cell);
    for (let resolution = resolutionOf(number) as number; resolution >= 0; resolution--) {
      if (given.has(cellText(ancestorAt(number, resolution)))) return true;
    }
    return false;
  };
  return {
    ...imported,
    disputes: imported.disputes.flatMap((dispute) => {
      if (dispute.cells.length === 0 || !dispute.cells.every(isGiven)) return [dispute];
      return dispute.moreCells === undefined ? [] : [{ ...dispute, cells: [], accountIds: [] }];
    }),
  };
}
