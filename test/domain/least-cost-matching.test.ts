import { describe, expect, test } from 'vitest';
import { findRunnerUp } from '../../src/domain/find-runner-up.ts';
import {
  largestCost,
  type Matching,
  matchAtLeastCost,
  matchedColumn,
  type PairCosts,
} from '../../src/domain/least-cost-matching.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

interface Found {
  readonly vacant: number;
  readonly cost: number;
  /** By row; `columns` where it has nobody. */
  readonly columnOf: readonly number[];
}

/** Every way to match, one after the other: the fewest with nobody, then the least cost, then the first. `allows` narrows it. */
function bestByForce(
  { rows, columns, costs }: PairCosts,
  allows: (row: number, column: number) => boolean = () => true,
): Found | null {
  let best: Found | null = null;
  const columnOf: number[] = [];
  const visit = (row: number, taken: number, vacant: number, cost: number) => {
    if (row === rows) {
      const isBetter =
        best === null ||
        vacant < best.vacant ||
        (vacant === best.vacant && cost < best.cost) ||
        (vacant === best.vacant && cost === best.cost && comesFirst(columnOf, best.columnOf));
      if (isBetter) best = { vacant, cost, columnOf: [...columnOf] };
      return;
    }
    for (let column = 0; column <= columns; column++) {
      const isNobody = column === columns;
      const added = isNobody ? 0 : (costs[row * columns + column] ?? Infinity);
      if (added === Infinity || !allows(row, column) || (!isNobody && (taken >> column) & 1)) continue;
      columnOf[row] = column;
      visit(row + 1, isNobody ? taken : taken | (1 << column), vacant + (isNobody ? 1 : 0), cost + added);
    }
  };
  visit(0, 0, 0, 0);
  return best;
}

function comesFirst(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((column, row) => column !== b[row]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

function randomCosts(roll: () => number, rows: number, columns: number, most: number, forbidden: number): PairCosts {
  const costs = Float64Array.from({ length: rows * columns }, () =>
    roll() < forbidden ? Infinity : Math.floor(roll() * (most + 1)),
  );
  return { rows, columns, costs };
}

function totalOf({ columns, costs }: PairCosts, columnOf: readonly number[]): number {
  return columnOf.reduce(
    (sum, column, row) => (column === columns ? sum : sum + (costs[row * columns + column] ?? 0)),
    0,
  );
}

function columnsOf(matching: Matching): number[] {
  return Array.from({ length: matching.rows }, (_, row) => {
    const column = matchedColumn(matching, row);
    return column < 0 ? matching.columns : column;
  });
}

/** Sizes from nothing to six, from every pair tied to costs as large as they may be, from all allowed to hardly any. */
const CASES = Array.from({ length: 900 }, (_, seed) => {
  const roll = seededRandom(1 + seed * 2_000_003);
  const [rows, columns] = [Math.floor(roll() * 7), Math.floor(roll() * 7)];
  const most = [0, 1, 3, 1e6, largestCost(rows, columns)][seed % 5] ?? 0;
  const forbidden = [0, 0.2, 0.5, 0.8][Math.floor(seed / 5) % 4] ?? 0;
  return { seed, problem: randomCosts(roll, rows, columns, most, forbidden) };
});

describe('against every way there is', () => {
  test('the matching leaves as few with nobody, costs as little, and is the first of its kind', () => {
    for (const { seed, problem } of CASES) {
      const matching = matchAtLeastCost(problem);
      const best = bestByForce(problem);
      expect([seed, columnsOf(matching)]).toEqual([seed, best?.columnOf]);
      expect([seed, totalOf(problem, columnsOf(matching))]).toEqual([seed, best?.cost]);
    }
  });

  test('the runner-up of a row is with whom the whole costs least otherwise, by exactly as much', () => {
    let [told, none] = [0, 0];
    for (const { seed, problem } of CASES) {
      const matching = matchAtLeastCost(problem);
      const best = bestByForce(problem) as Found;
      for (let row = 0; row < problem.rows; row++) {
        const own = best.columnOf[row] ?? 0;
        const found = findRunnerUp(matching, row);
        const others = Array.from({ length: problem.columns }, (_, column) => column)
          .filter((column) => own < problem.columns && column !== own)
          .flatMap((column) => bestByForce(problem, (at, to) => at !== row || to === column) ?? [])
          .filter(({ vacant }) => vacant === best.vacant);
        const rise = others.length === 0 ? null : Math.min(...others.map(({ cost }) => cost)) - best.cost;
        expect([seed, row, found?.rise ?? null]).toEqual([seed, row, rise]);
        if (found === null) {
          none++;
          continue;
        }
        told++;
        const forced = bestByForce(problem, (at, to) => at !== row || to === found.column);
        expect([seed, row, forced?.vacant, forced?.cost]).toEqual([seed, row, best.vacant, best.cost + found.rise]);
      }
    }
    expect(Math.min(told, none)).toBeGreaterThan(500);
  });
});

test('prices prove that a large matching is cheapest: no pair has less than no surplus, matched pairs have none', () => {
  const problem = randomCosts(seededRandom(5), 130, 90, 1e6, 0.7);
  const { size, surplus, columnOf } = matchAtLeastCost(problem);
  expect(surplus.every((value) => value >= 0)).toBe(true);
  expect([...columnOf].map((column, row) => surplus[row * size + column])).toEqual(Array(size).fill(0));
  expect([...columnOf].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, at) => at));
});
