import { describe, expect, test } from 'vitest';
import { describeValues, giniOf, quantile, spreadOf } from '../../src/domain/distribution.ts';
import { findStatements } from '../../src/domain/find-statements.ts';
import { LabelSums } from '../../src/domain/label-sums.ts';
import type { TerritoryFacts } from '../../src/domain/territory-facts.ts';
import { Dice } from '../fuzz/dice.ts';

describe('a distribution', () => {
  test('of nothing, and of zeros, is told as far as it is there', () => {
    expect(describeValues(new Float64Array(0))).toEqual({
      ...{ total: 0, min: null, lowerQuartile: null, median: null, upperQuartile: null, max: null, gini: null },
      largest: { accounts: 0, sum: 0, share: null },
    });
    expect(describeValues(new Float64Array(3))).toMatchObject({ total: 0, median: 0, gini: null });
  });

  test('has the quantiles of definition 7', () => {
    // R: quantile(c(1, 2, 4, 8, 16, 32), c(0.25, 0.5, 0.75), type = 7)
    const values = [1, 2, 4, 8, 16, 32];
    expect([0.25, 0.5, 0.75].map((p) => quantile(values, p))).toEqual([2.5, 6, 14]);
  });

  test('has a Gini coefficient that neither the unit nor a copy of everything changes, 0 where all are alike', () => {
    expect(giniOf([5, 5, 5])).toBe(0);
    expect(giniOf([0, 0, 0, 1])).toBe(0.75);
    for (let seed = 1; seed <= 100; seed++) {
      const dice = new Dice(seed);
      const values = Array.from({ length: dice.whole(1, 40) }, () => dice.next() ** 4).sort((a, b) => a - b);
      const gini = giniOf(values) ?? -1;
      expect(gini).toSatisfy((one: number) => one >= 0 && one < 1);
      expect(giniOf(values.map((value) => value * 1e6))).toBeCloseTo(gini, 9);
      expect(giniOf(values.flatMap((value) => [value, value]))).toBeCloseTo(gini, 9);
    }
  });
});

test('a spread leaves out what is not known', () => {
  expect(spreadOf([4, null, 2])).toEqual({
    territories: 2,
    min: 2,
    mean: 3,
    max: 4,
    standardDeviation: 1,
    gini: 0.166666666667,
  });
  expect(spreadOf([null])).toMatchObject({ territories: 0, mean: null });
});

test('of more than a hundred labels the others are counted together, and nothing is lost', () => {
  const sums = new LabelSums(1);
  for (let i = 0; i < 10_500; i++) {
    for (const label of i < 50 ? [`l${i}`, `l${i}`] : [`l${i}`]) {
      sums.count(label);
      sums.add(label, 0, [0.5]);
    }
  }
  const { groups, others } = sums.byLabel();
  expect(groups).toHaveLength(100);
  expect(groups.slice(0, 50).every(({ accounts, sums: [sum] }) => accounts === 2 && sum === 1)).toBe(true);
  expect(others).toEqual({ labels: 10_400, accounts: 10_400, sums: [5_200] });
});

describe('statements', () => {
  const facts = (at: number, changed: Partial<TerritoryFacts> = {}): TerritoryFacts => ({
    ...{ id: `t${at}`, name: `T ${at}`, accounts: 40 },
    statuses: { customer: 40, prospect: 0, dormant: 0, unknown: 0 },
    ...{ value: 50, potential: 100 },
    ...{ current: { accounts: 40, value: 50 }, toWin: { accounts: 0, room: 0 } },
    ...{ dormantPotential: 0, prospectsNearby: 0, valueWithoutRep: 0, largestValues: 25 },
    ...{ workload: { hours: 100, visits: 80, travel: 20 }, rep: null, lackingSkills: 0 },
    ...changed,
  });
  const units = { value: 'USD', potential: 'USD' };

  test('say nothing where all are alike, where there are too few to compare, and of few accounts', () => {
    const alike = [0, 1, 2, 3, 4].map((at) => facts(at));
    expect(findStatements(alike, 0, units)).toEqual([]);
    const three = [facts(0, { potential: 900 }), facts(1), facts(2)];
    expect(findStatements(three, 0, units)).toEqual([]);
    const few = [facts(0, { potential: 900, accounts: 4 }), ...[1, 2, 3].map((at) => facts(at))];
    expect(findStatements(few, 0, units)).toEqual([]);
  });

  test('hold the figure, what it is beyond, and a sentence with both', () => {
    const all = [facts(0, { potential: 190 }), ...[90, 110, 110].map((potential, at) => facts(at + 1, { potential }))];
    expect(findStatements(all, 0, units)[0]).toEqual({
      ...{ rule: 'potential-per-hour-high', quadrant: 'strength', formula: 'potential / workload hours' },
      ...{ figure: 1.9, bound: 1.3, median: 1.1, territories: 4 },
      sentence:
        'Potential per workload hour is in the top quarter of 4 territories: 1.9 USD an hour against a median of 1.1 USD an hour.',
    });
    for (const { sentence } of findStatements(all, 0, units)) expect(sentence).toMatch(/\d/);
  });

  test('tell of a workload above the capacity, also of a single territory', () => {
    const over = facts(0, { rep: { repId: 'r', capacityHours: 80 } });
    expect(findStatements([over], 0, units)).toMatchObject([
      {
        rule: 'overload',
        quadrant: 'weakness',
        figure: 1.25,
        sentence: "Workload against the rep's capacity is above 100 %: 125 %.",
      },
    ]);
  });
});
