import { describe, expect, test } from 'vitest';
import { heaviestMatching, type MatchEdge } from '../../src/domain/heaviest-matching.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

/** The weight of the heaviest matching, by trying all. */
function mostByTrying(rows: number, edges: readonly MatchEdge[], row = 0, taken: readonly number[] = []): bigint {
  if (row === rows) return 0n;
  let most = mostByTrying(rows, edges, row + 1, taken);
  for (const { row: own, column, weight } of edges) {
    if (own !== row || taken.includes(column)) continue;
    const all = weight + mostByTrying(rows, edges, row + 1, [...taken, column]);
    if (all > most) most = all;
  }
  return most;
}

function weightOf(edges: readonly MatchEdge[], columnOf: Int32Array): bigint {
  const taken = [...columnOf].filter((column) => column >= 0);
  expect(new Set(taken).size).toBe(taken.length);
  return [...columnOf].reduce((sum, column, row) => {
    if (column < 0) return sum;
    const edge = edges.find((one) => one.row === row && one.column === column);
    expect(edge).toBeDefined();
    return sum + (edge?.weight ?? 0n);
  }, 0n);
}

function edgesOf(random: () => number, rows: number, columns: number, density: number, most: number): MatchEdge[] {
  const edges: MatchEdge[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (random() < density) edges.push({ row, column, weight: BigInt(1 + Math.floor(random() * most)) });
    }
  }
  return edges;
}

describe('the heaviest matching', () => {
  test('weighs as much as the best of all on 2,000 small cases, also of weights that tie', () => {
    const random = seededRandom(17);
    for (let at = 0; at < 2000; at++) {
      const [rows, columns] = [1 + Math.floor(random() * 6), 1 + Math.floor(random() * 6)];
      const edges = edgesOf(random, rows, columns, 0.2 + random() * 0.8, at % 2 === 0 ? 4 : 1000);
      const found = heaviestMatching(rows, columns, edges);
      expect([at, weightOf(edges, found)]).toEqual([at, mostByTrying(rows, edges)]);
    }
  });

  test('takes two good ones for the best and a bad one', () => {
    const edges = [
      { row: 0, column: 0, weight: 10n },
      { row: 0, column: 1, weight: 9n },
      { row: 1, column: 0, weight: 9n },
    ];
    expect([...heaviestMatching(2, 2, edges)]).toEqual([1, 0]);
    expect([...heaviestMatching(3, 2, edges)]).toEqual([1, 0, -1]);
  });

  test('is as heavy by rows as by columns where there are thousands, and done soon', () => {
    const random = seededRandom(3);
    const rows = 1000;
    // Each row meets some near it, as territories on a map do.
    const edges = Array.from({ length: rows * 7 }, (_, at): MatchEdge => {
      const row = at % rows;
      const column = Math.min(rows - 1, Math.max(0, row + Math.floor(at / rows) * 3 - 9));
      return { row, column, weight: BigInt(1 + Math.floor(random() * 1e12)) << 80n };
    });
    const distinct = [...new Map(edges.map((edge) => [`${edge.row}/${edge.column}`, edge])).values()];
    const turned = distinct.map(({ row, column, weight }) => ({ row: column, column: row, weight }));
    const found = weightOf(distinct, heaviestMatching(rows, rows, distinct));
    expect(found).toBe(weightOf(turned, heaviestMatching(rows, rows, turned)));
  });
});
