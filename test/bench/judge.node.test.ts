import { describe, expect, test } from 'vitest';
import { hexagonInstances } from './instances/hexagons.ts';
import type { ProblemFile } from './instances/problem-file.ts';
import { judge } from './judge.ts';

/** Four units in a row, 1.4 km apart, of weight 1, 1, 1 and 3. */
const ROW: ProblemFile = {
  territories: 2,
  weights: [[1], [1], [1], [3]],
  edges: [
    [0, 1],
    [1, 2],
    [2, 3],
  ],
  x_m: [0, 1400, 2800, 4200],
  y_m: [0, 0, 0, 0],
  lower: [2.7],
  upper: [3.3],
};

describe('the judge', () => {
  test('finds a connected layout inside its bounds feasible', () => {
    const verdict = judge(ROW, [0, 0, 0, 1]);
    expect(verdict).toMatchObject({ feasible: true, pieces: [1, 1], sums: [[3], [3]], worstDeviation: 0, excess: 0 });
    expect(verdict.objective).toBeCloseTo(2 * 1.4 ** 2, 9);
  });

  test('measures from the best unit in whole kilometres where the problem says so', () => {
    // Twice 1.4 km from the middle unit, which are 1 km; divided by a million.
    expect(judge({ ...ROW, objective: 'hess_integer_km' }, [0, 0, 0, 1]).objective).toBeCloseTo(2e-6, 15);
  });

  test('counts the pieces of a territory that is cut', () => {
    expect(judge(ROW, [0, 1, 0, 1])).toMatchObject({ feasible: false, pieces: [2, 2] });
  });

  test('sees an empty territory', () => {
    expect(judge(ROW, [0, 0, 0, 0])).toMatchObject({ feasible: false, pieces: [1, 0] });
  });

  test('says how far the worst sum is beyond its bound', () => {
    const verdict = judge(ROW, [0, 0, 1, 1]);
    expect(verdict.feasible).toBe(false);
    expect(verdict.worstDeviation).toBeCloseTo(1 / 3, 12);
    expect(verdict.excess).toBeCloseTo(0.7 / 3, 12);
  });

  test('takes bounds of each territory', () => {
    const bounds = { lower: [[2], [4]], upper: [[2], [4]] };
    expect(judge({ ...ROW, ...bounds }, [0, 0, 1, 1]).feasible).toBe(true);
    expect(judge({ ...ROW, ...bounds }, [1, 1, 0, 0]).feasible).toBe(false);
  });

  test('measures degrees along straight lines of the sphere', () => {
    const { x_m: _x, y_m: _y, ...row } = ROW;
    const onEquator = { ...row, lat: [0, 0, 0, 0], lng: [179.9, -180, -179.9, 0] };
    const tenthKm = (Math.PI / 1800) * 6371.0088;
    expect(judge(onEquator, [0, 0, 0, 1]).objective / (2 * tenthKm ** 2)).toBeCloseTo(1, 5);
  });

  test.each([[[0, 0, 0]], [[0, 0, 0, 2]], [[0, 0, 0, -1]], [[0, 0, 0, 0.5]]])('refuses %j', (territory) => {
    expect(() => judge(ROW, territory)).toThrow(/unit|units/);
  });
});

describe('hexagons made of tracts', () => {
  test('are connected, and none is heavier than a territory could bear', () => {
    const instance = hexagonInstances().find(({ name }) => name === 'h3-10k-k50');
    const input = instance?.input();
    if (input?.kind !== 'problem') throw new Error('no such instance');
    const { problem } = input;
    const { weights, upper } = problem;
    expect(weights).toHaveLength(10_000);
    const whole = { ...problem, territories: 1 };
    expect(judge(whole, new Array(10_000).fill(0)).pieces).toEqual([1]);
    const heaviest = [0, 1].map((metric) =>
      Math.max(...weights.map((row) => (row[metric] as number) / (upper[metric] as number))),
    );
    expect(Math.max(...heaviest)).toBeLessThan(0.2);
    expect(Math.min(...weights.flat())).toBeGreaterThanOrEqual(0);
  });
});
