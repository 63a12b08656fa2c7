import { expect, test } from 'vitest';
import { toleranceOfPart, topDownTree, wrongTopDown } from '../../src/domain/top-down.ts';
import { Dice } from '../fuzz/dice.ts';

test('wherever each level ends up in what it was given, the last one is within the tolerance of the whole', () => {
  const dice = new Dice(71);
  let off = 0;
  for (let run = 0; run < 10_000; run++) {
    const tolerance = dice.pick([0.01, 0.1, 0.3, 0.5]);
    const levels = dice.whole(1, 6);
    let share = 1;
    for (let level = 0; level < levels; level++) {
      const own = toleranceOfPart(tolerance, share, levels - level);
      expect(own).toBeGreaterThan(0);
      share *= 1 + own * dice.pick([-1, 1, dice.next() * 2 - 1]);
    }
    expect(Math.abs(share - 1)).toBeLessThanOrEqual(tolerance * (1 + 1e-9));
    off = Math.max(off, Math.abs(share - 1) / tolerance);
  }
  // All of it can be used.
  expect(off).toBeGreaterThan(0.99);
});

test('a part that is off already, or holds nothing, is still divided, as evenly as can be asked for', () => {
  for (const share of [0, 0.5, 2]) expect(toleranceOfPart(0.1, share, 2)).toBeCloseTo(0.005, 9);
});

test('a tree has the children next to each other that each level asks for', () => {
  const tree = topDownTree(
    [
      { name: 'region', count: 2 },
      { name: 'district', count: 3 },
      { name: 'territory', count: 2 },
    ],
    ['region'],
  );
  expect(tree).toMatchObject({ levels: ['district', 'region'], connected: ['region'] });
  expect(tree.parents.map(({ id, name, parent }) => `${id} ${name} ${parent}`)).toEqual([
    ...[1, 2, 3, 4, 5, 6].map((at) => `district-${at} District ${at} ${at <= 3 ? 6 : 7}`),
    ...[1, 2].map((at) => `region-${at} Region ${at} null`),
  ]);
  expect(tree.territories).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});

test('levels are refused that make too many territories, or too many nodes above them', () => {
  const levelsOf = (...counts: number[]) => counts.map((count, at) => ({ name: `l${at}`, count }));
  const toldOf = (...counts: number[]) =>
    wrongTopDown(levelsOf(...counts), []).map(({ value, detail }) => `${value} ${detail}`);
  expect(toldOf(10, 10, 10)).toEqual([]);
  expect(toldOf(10, 10, 11)).toEqual(['1100 are too many territories: the counts multiply']);
  expect(toldOf(1000, 1, 1, 1, 1, 1)).toEqual([]);
  expect(toldOf(1000, 1, 1, 1, 1, 1, 1)).toEqual(['6000 are too many nodes']);
});
