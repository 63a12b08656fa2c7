import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { type Groupable, groupsOf, groupUnits } from '../../src/application/group-units.ts';
import { wirePorts } from '../../src/wiring.ts';

const SIDE = 4;
const STEP_DEG = 0.1;
const ports = wirePorts(env);
const OPTIONS = { balance: { revenue: 0.01 }, connected: true, seed: 1, effort: 'fast' } as const;

/** Sixteen equal squares about the equator; number = row * 4 + column. */
function grid(): Groupable {
  const squares = Array.from({ length: SIDE * SIDE }, (_, at) => [Math.floor(at / SIDE), at % SIDE] as const);
  return {
    ids: squares.map((_, at) => `t${at}`),
    sums: squares.map(() => [10]),
    centers: squares.map(([row, column]) => {
      const [lat, lng] = [(row * STEP_DEG * Math.PI) / 180, (column * STEP_DEG * Math.PI) / 180];
      return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat), 0, 0, 0];
    }),
    touching: squares.flatMap(([row, column], at) => [
      ...(column + 1 < SIDE ? [[at, at + 1] as const] : []),
      ...(row + 1 < SIDE ? [[at, at + SIDE] as const] : []),
    ]),
  };
}

/** Groups as sorted lists of their members, sorted. */
function membersOf(groups: readonly number[]): string[] {
  const members = new Map<number, number[]>();
  groups.forEach((group, at) => {
    members.set(group, [...(members.get(group) ?? []), at]);
  });
  return [...members.values()].map((own) => own.join(' ')).sort();
}

test('four groups of a square grid are its quarters, and two groups of those its halves', async () => {
  const squares = grid();
  const quarters = await groupUnits(ports, squares, { ...OPTIONS, count: 4 });
  expect([quarters.violation_count, membersOf(quarters.territory)]).toEqual([
    0,
    ['0 1 4 5', '10 11 14 15', '2 3 6 7', '8 9 12 13'],
  ]);
  const districts = groupsOf(squares, quarters.territory, ['a', 'b', 'c', 'd']);
  expect(districts.sums).toEqual([[40], [40], [40], [40]]);
  expect(districts.touching).toHaveLength(4);
  const halves = await groupUnits(ports, districts, { ...OPTIONS, count: 2 });
  const cut = membersOf(quarters.territory.map((district) => halves.territory[district] ?? 0));
  expect(halves.violation_count).toBe(0);
  expect([
    ['0 1 2 3 4 5 6 7', '8 9 10 11 12 13 14 15'],
    ['0 1 4 5 8 9 12 13', '2 3 6 7 10 11 14 15'],
  ]).toContainEqual(cut);
});

test('what cannot be shared equally is told', async () => {
  const { violations } = await groupUnits(ports, grid(), { ...OPTIONS, count: 3 });
  expect(violations.map(({ kind }) => kind)).toContain('outside-tolerance');
});
