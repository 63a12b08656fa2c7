import { type LeafTable, leafOf } from './leaf-table.ts';

/**
 * The places that two layouts have in common: the leaves of either that lie in a leaf of the other, or are one.
 *
 * Shape: `cells` ascending, none inside another; `a` and `b` are the positions of the leaves that hold each.
 */
export interface Refinement {
  readonly cells: BigUint64Array;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

/** The common refinement of two layouts. What only one of them covers is not in it. Cost: one walk along both, and a look-up for each leaf that only one has. */
export function refine(a: Pick<LeafTable, 'cells'>, b: Pick<LeafTable, 'cells'>): Refinement {
  const most = a.cells.length + b.cells.length;
  const cells = new BigUint64Array(most);
  const [ofA, ofB] = [new Uint32Array(most), new Uint32Array(most)];
  let count = 0;
  const add = (cell: bigint, leafA: number, leafB: number) => {
    if (leafA < 0 || leafB < 0) return;
    cells[count] = cell;
    ofA[count] = leafA;
    ofB[count++] = leafB;
  };
  for (let [i, j] = [0, 0]; i < a.cells.length || j < b.cells.length; ) {
    const [next, other] = [a.cells[i], b.cells[j]];
    if (next !== undefined && next === other) add(next, i++, j++);
    else if (next !== undefined && (other === undefined || next < other)) add(next, i++, leafOf(b.cells, next));
    else if (other !== undefined) add(other, leafOf(a.cells, other), j++);
  }
  return { cells: cells.slice(0, count), a: ofA.slice(0, count), b: ofB.slice(0, count) };
}
