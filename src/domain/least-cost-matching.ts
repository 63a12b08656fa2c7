import { munkres } from 'munkres';
import { settleTies } from './settle-ties.ts';

/** Whole numbers up to four times this are exact as doubles. */
const EXACT = 2 ** 51;

/** Costs of pairs of rows and columns. */
export interface PairCosts {
  readonly rows: number;
  readonly columns: number;
  /** Row-major [rows][columns]; whole numbers from 0 to `largestCost`, Infinity where the pair is forbidden. */
  readonly costs: Float64Array;
}

/**
 * A matching with its proof. To be square it is padded: rows and columns of zeros stand for "nobody", and a forbidden pair costs more than all
 * allowed ones together, which stands for "nobody", too.
 */
export interface Matching {
  readonly rows: number;
  readonly columns: number;
  /** The larger of `rows` and `columns`. */
  readonly size: number;
  /** By row of the padded square, the column that it has. */
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
  /** Row-major [size][size]: what a pair costs above the prices of its row and column. Never negative, and 0 for each pair that is matched, which proves that none is cheaper. */
  readonly surplus: Float64Array;
  /** Row-major [size][size]: 1 where the pair means something, 0 where it stands for "nobody". */
  readonly isReal: Uint8Array;
  /** A rise of the cost by half of this or more means that one more row or column is left with nobody. */
  readonly penalty: number;
}

/** The largest cost of a pair with which all sums of a matching of this size are exact. */
export function largestCost(rows: number, columns: number): number {
  const size = Math.max(rows, columns, 1);
  return Math.floor(EXACT / (size * size)) - 1;
}

/**
 * The matching that leaves the fewest rows or columns with nobody, of these the one of least cost, of these the first in the order of columns,
 * row by row; nobody comes last.
 *
 * Errors: an `Error` where the library's matching is not the cheapest, which the prices would show.
 * Cost: size cubed at worst; for 1,000 x 1,000 costs some tenths of a second, some seconds for the most contrived.
 * Source: Munkres (1957), doi 10.1137/0105003, as the package `munkres` has it.
 */
export function matchAtLeastCost({ rows, columns, costs }: PairCosts): Matching {
  const size = Math.max(rows, columns);
  // Twice what any matching can cost: a matching that leaves one more with nobody costs more by over half of it, any other by less.
  const penalty = 2 * (largestCost(rows, columns) + 1) * Math.max(1, Math.min(rows, columns));
  const isReal = new Uint8Array(size * size);
  const square = new Float64Array(size * size);
  const columnOf = new Int32Array(size).fill(-1);
  const rowOf = new Int32Array(size).fill(-1);
  if (rows > 0 && columns > 0) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const cost = costs[row * columns + column] ?? Infinity;
        isReal[row * size + column] = cost === Infinity ? 0 : 1;
        square[row * size + column] = cost === Infinity ? penalty : cost;
      }
    }
    const given = Array.from({ length: rows }, (_, row) => square.subarray(row * size, row * size + columns));
    for (const [row, column] of munkres(given)) columnOf[row] = column;
  }
  pairUpTheRest(columnOf, rowOf);
  takePrices(square, columnOf);
  const matching = { rows, columns, size, columnOf, rowOf, surplus: square, isReal, penalty };
  settleTies(matching);
  return matching;
}

/** Who has nobody gets a row or column of the padding. */
function pairUpTheRest(columnOf: Int32Array, rowOf: Int32Array): void {
  columnOf.forEach((column, row) => {
    if (column >= 0) rowOf[column] = row;
  });
  let free = 0;
  columnOf.forEach((column, row) => {
    if (column >= 0) return;
    while ((rowOf[free] ?? 0) >= 0) free++;
    columnOf[row] = free;
    rowOf[free] = row;
  });
}

/**
 * Turns costs, in place, into surpluses: takes off prices of rows and columns with which matched pairs come to 0 and none falls below.
 *
 * Such prices exist for a matching of least cost alone: they are the lengths of shortest ways from column to column, which are there as no circle of
 * exchanges makes it cheaper. Source: Bellman (1958), doi 10.1090/qam/102435. Cost: the square of the size for each of some tens of rounds.
 */
function takePrices(costs: Float64Array, columnOf: Int32Array): void {
  const size = columnOf.length;
  const prices = new Float64Array(size);
  for (let changed = true, round = 0; changed; round++) {
    if (round > size) throw new Error('the matching is not the cheapest');
    changed = false;
    for (let row = 0; row < size; row++) {
      const own = columnOf[row] as number;
      const base = (prices[own] as number) - (costs[row * size + own] as number);
      for (let column = 0; column < size; column++) {
        const price = base + (costs[row * size + column] as number);
        if (price >= (prices[column] as number)) continue;
        prices[column] = price;
        changed = true;
      }
    }
  }
  for (let row = 0; row < size; row++) {
    const own = columnOf[row] as number;
    const base = (prices[own] as number) - (costs[row * size + own] as number);
    for (let column = 0; column < size; column++) {
      costs[row * size + column] = base + (costs[row * size + column] as number) - (prices[column] as number);
    }
  }
}

/** The column that a row has, or -1 where it has nobody. */
export function matchedColumn({ size, columnOf, isReal }: Matching, row: number): number {
  const column = columnOf[row] ?? -1;
  return isReal[row * size + column] === 1 ? column : -1;
}
