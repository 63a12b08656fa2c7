import type { Matching } from './least-cost-matching.ts';

/**
 * Turns a matching, in place, into the first of all that cost as little: row by row the first column that it can have, nobody last.
 *
 * Prices prove every matching of least cost at once: these are the ones that use pairs without a surplus alone. So a row can have an earlier column
 * where those pairs lead from the row that would lose it to the column that would become free.
 *
 * Cost: the pairs without a surplus, once for each row that has such a choice.
 */
export function settleTies(matching: Matching): void {
  for (let row = 0; row < matching.rows; row++) takeFirst(matching, row);
}

function takeFirst(matching: Matching, row: number): void {
  const { columns, size, columnOf, rowOf, surplus, isReal } = matching;
  const own = columnOf[row] ?? -1;
  const hasNobody = isReal[row * size + own] === 0;
  const before = hasNobody ? columns : own;
  // What was seen from one column leads nowhere from the next one either.
  const seen = new Uint8Array(size);
  for (let column = 0; column < before; column++) {
    const pair = row * size + column;
    if (isReal[pair] === 0 || surplus[pair] !== 0 || column === own || seen[column] === 1) continue;
    const loser = rowOf[column] ?? -1;
    if (isSettled(matching, loser, row)) continue;
    seen[column] = 1;
    if (!rematch(matching, loser, own, row, seen)) continue;
    columnOf[row] = column;
    rowOf[column] = row;
    return;
  }
}

/** Whether a row has had its choice and has somebody: it keeps what it has. */
function isSettled({ size, columnOf, isReal }: Matching, row: number, current: number): boolean {
  return row < current && isReal[row * size + (columnOf[row] ?? -1)] === 1;
}

/** Matches a row that loses its column anew, along pairs without a surplus to the column that is free. False, and nothing done, where there is no way. */
function rematch(matching: Matching, loser: number, free: number, current: number, seen: Uint8Array): boolean {
  const { size, columnOf, rowOf, surplus, isReal } = matching;
  const cameFrom = new Int32Array(size).fill(-1);
  const open = [loser];
  for (let next = 0; next < open.length; next++) {
    const row = open[next] ?? -1;
    for (let column = 0; column < size; column++) {
      const pair = row * size + column;
      if (surplus[pair] !== 0 || seen[column] === 1) continue;
      // An earlier row that has nobody goes on having nobody.
      if (row < current && isReal[pair] === 1) continue;
      const holder = rowOf[column] ?? -1;
      if (column !== free && isSettled(matching, holder, current)) continue;
      seen[column] = 1;
      cameFrom[column] = row;
      if (column !== free) {
        open.push(holder);
        continue;
      }
      for (let to = free; ; ) {
        const from = cameFrom[to] ?? -1;
        const lost = columnOf[from] ?? -1;
        columnOf[from] = to;
        rowOf[to] = from;
        if (from === loser) return true;
        to = lost;
      }
    }
  }
  return false;
}
