import { gridDisk, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import { LayoutIntake } from '../../src/application/layout-intake.ts';

/** As many leaves as the optimizer makes at most, and a few more. */
const MOST = 200_000;
const DISK = gridDisk(latLngToCell(40, -100, 8), 259);

function intakeOf(leaves: number, blamed: string[]): LayoutIntake {
  const head = {
    layoutId: `lay_${'a'.repeat(52)}`,
    feasible: true,
    violations: [],
    violationCount: 0,
    resolution: { base: 8, finest: 9, why: 'asked for' },
    seed: 1,
    effort: 'normal',
    steps: 1,
    engine: 'test',
    metrics: ['accounts'],
    balance: {},
    cover: { resolution: 8, baseResolution: null, splitShare: 0.02, fillDistanceKm: null },
    totals: { sums: { accounts: leaves }, leaves, occupiedLeaves: leaves, momentOfInertia: 1 },
    islands: [],
    islandCount: 0,
  };
  const intake = new LayoutIntake(
    1,
    { createdAt: '2027-01-04T09:00:00.000Z', name: null, note: null, labels: [], line: null },
    head,
    (field, value, detail) => {
      blamed.push(`${field} ${value} ${detail}`);
    },
  );
  intake.addTerritory({
    id: 't1',
    name: 'Territory 1',
    accounts: leaves,
    sums: { accounts: leaves },
    targets: { accounts: leaves },
    deviations: { accounts: 0 },
    compactness: { momentOfInertia: 1, polsbyPopper: 0.5 },
    areaKm2: 1,
    color: 0,
    neighbors: [],
  });
  return intake;
}

function addDisk(intake: LayoutIntake, leaves: number): void {
  for (let from = 0; from < leaves; from += 5_000) {
    intake.addLeaves(DISK.slice(from, Math.min(leaves, from + 5_000)).map((cell) => [cell, 0, 1]));
  }
}

test('a layout of as many leaves as the optimizer makes comes in, in one piece', () => {
  const blamed: string[] = [];
  const intake = intakeOf(MOST, blamed);
  addDisk(intake, MOST);
  const whole = intake.finish(true);
  expect(blamed).toEqual([]);
  expect(whole?.leaves.cells.length).toBe(MOST);
  expect(whole?.leaves.sums.every((sum) => sum === 1)).toBe(true);
}, 60_000);

test('a layout with more leaves than the optimizer makes, or than it tells, is refused', () => {
  const blamed: string[] = [];
  intakeOf(MOST + 1, blamed);
  expect(blamed).toEqual([`leaves ${MOST} are more than a layout can have`]);
  const told: string[] = [];
  const intake = intakeOf(2, told);
  addDisk(intake, 3);
  expect(told).toEqual(['layout/totals/leaves 2 is less than the number of leaves']);
  expect(intake.finish(true)).toBeNull();
});

test('a leaf of a territory beyond what a layout can have is refused, and not taken for another', () => {
  const blamed: string[] = [];
  intakeOf(1, blamed).addLeaves([[DISK[0], 2 ** 32, 1]]);
  expect(blamed).toHaveLength(1);
  expect(blamed[0]).toContain('leaves/0/1');
});
