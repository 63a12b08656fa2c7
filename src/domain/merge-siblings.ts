import { cellToChildrenSize } from 'h3-js';
import { ancestorAt, type CellNumber, cellText, resolutionOf } from './cell-number.ts';

/** Leaves ascending, with siblings of one owner joined to their parent, and those again, as far as `base`. */
export function mergeSiblings(
  cells: readonly CellNumber[],
  owners: Int32Array | readonly number[],
  base: number,
): { cells: BigUint64Array; territories: Uint32Array } {
  const ownerOf = new Map(cells.map((cell, leaf) => [cell, owners[leaf] as number]));
  const finest = cells.reduce((most, cell) => Math.max(most, resolutionOf(cell)), 0);
  for (let resolution = finest; resolution > base; resolution--) {
    const families = new Map<CellNumber, CellNumber[]>();
    for (const cell of ownerOf.keys()) {
      if (resolutionOf(cell) !== resolution) continue;
      const parent = ancestorAt(cell, resolution - 1);
      const family = families.get(parent);
      if (family === undefined) families.set(parent, [cell]);
      else family.push(cell);
    }
    for (const [parent, family] of families) {
      const owner = ownerOf.get(family[0] as CellNumber) as number;
      if (family.some((cell) => ownerOf.get(cell) !== owner)) continue;
      if (family.length < 6 || family.length !== cellToChildrenSize(cellText(parent), resolution)) continue;
      for (const cell of family) ownerOf.delete(cell);
      ownerOf.set(parent, owner);
    }
  }
  const ascending = BigUint64Array.from(ownerOf.keys()).sort();
  return { cells: ascending, territories: Uint32Array.from(ascending, (cell) => ownerOf.get(cell) ?? 0) };
}
