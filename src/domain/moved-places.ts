import type { CellNumber } from './cell-number.ts';
import type { ComparisonInput } from './comparison-input.ts';

/** Places that are in another territory than before. */
export interface MovedPlaces {
  /** Ascending, none inside another. */
  readonly cells: BigUint64Array;
  /** Position in `pairs` of the two territories. */
  readonly pair: Uint32Array;
  /** Positions of the territory in `a` and of the one in `b`, in the order of the first place. */
  readonly pairs: readonly { readonly from: number; readonly to: number }[];
}

/** Places of the common refinement whose territory in `b` does not stand for the one that they had in `a`. */
export function movedPlaces({
  a,
  b,
  places,
  matching,
}: Pick<ComparisonInput, 'a' | 'b' | 'places' | 'matching'>): MovedPlaces {
  const cells: CellNumber[] = [];
  const pair: number[] = [];
  const pairs: { from: number; to: number }[] = [];
  const known = new Map<number, number>();
  places.cells.forEach((cell, place) => {
    const from = a.leaves.territories[places.a[place] ?? 0] ?? 0;
    const to = b.leaves.territories[places.b[place] ?? 0] ?? 0;
    if (matching.ofA[from] === to) return;
    const key = from * b.layout.territories.length + to;
    const own = known.get(key) ?? pairs.push({ from, to }) - 1;
    known.set(key, own);
    cells.push(cell);
    pair.push(own);
  });
  return { cells: BigUint64Array.from(cells), pair: Uint32Array.from(pair), pairs };
}
