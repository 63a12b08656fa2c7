import { LeastFirst } from './least-first.ts';

/** Two that may be matched, and what it is worth: above zero. */
export interface MatchEdge {
  readonly row: number;
  readonly column: number;
  readonly weight: bigint;
}

/**
 * The matching of rows and columns whose weights sum up to most: for each row its column, or -1.
 *
 * Rows come in one after the other, each by a shortest augmenting path through reduced costs (Dijkstra), so that the matching of the rows so far is always the
 * heaviest. A row has a place of its own that costs nothing, beside the columns: nobody is matched who would better not be. Weights are whole
 * numbers of any length, so that no rounding decides. Of matchings that weigh the same it gives always the same one.
 *
 * Cost: a path goes only as far as rows compete: at worst rows times edges times a logarithm.
 * Source: Tomizawa (1971), doi 10.1002/net.3230010206; Edmonds, Karp (1972), doi 10.1145/321694.321699.
 */
export function heaviestMatching(rows: number, columns: number, edges: readonly MatchEdge[]): Int32Array {
  const ways: [column: number, cost: bigint][][] = Array.from({ length: rows }, (_, row) => [[columns + row, 0n]]);
  for (const { row, column, weight } of edges) ways[row]?.push([column, -weight]);
  const rowPrices: bigint[] = new Array(rows).fill(0n);
  const columnPrices: bigint[] = new Array(columns + rows).fill(0n);
  const rowOf = new Int32Array(columns + rows).fill(-1);
  const columnOf = new Int32Array(rows).fill(-1);

  for (let start = 0; start < rows; start++) {
    const distances = new Map<number, bigint>();
    const through = new Map<number, number>();
    const settled = new Map<number, bigint>();
    // Of equally near columns the first.
    const frontier = new LeastFirst<readonly [distance: bigint, column: number]>(
      ([distance, column], [other, otherColumn]) => distance < other || (distance === other && column < otherColumn),
    );
    const relax = (row: number, soFar: bigint) => {
      for (const [column, cost] of ways[row] ?? []) {
        const distance = soFar + cost - (rowPrices[row] ?? 0n) - (columnPrices[column] ?? 0n);
        const known = distances.get(column);
        if (settled.has(column) || (known !== undefined && known <= distance)) continue;
        distances.set(column, distance);
        through.set(column, row);
        frontier.push([distance, column]);
      }
    };
    relax(start, 0n);
    let [end, length] = [-1, 0n];
    while (end < 0) {
      // There is always one: each row can reach its own place.
      const [distance, column] = frontier.pop() ?? [0n, -1];
      if (settled.has(column)) continue;
      const row = rowOf[column] ?? -1;
      if (row < 0) [end, length] = [column, distance];
      else {
        settled.set(column, distance);
        relax(row, distance);
      }
    }
    rowPrices[start] = (rowPrices[start] ?? 0n) + length;
    for (const [column, distance] of settled) {
      const row = rowOf[column] ?? 0;
      rowPrices[row] = (rowPrices[row] ?? 0n) + length - distance;
      columnPrices[column] = (columnPrices[column] ?? 0n) - length + distance;
    }
    for (let column = end; column >= 0; ) {
      const row = through.get(column) ?? start;
      const before = columnOf[row] ?? -1;
      rowOf[column] = row;
      columnOf[row] = column;
      column = before;
    }
  }
  return columnOf.map((column) => (column < columns ? column : -1));
}
