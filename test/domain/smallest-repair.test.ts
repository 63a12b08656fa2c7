import { describe, expect, test } from 'vitest';
import { amountsHeld, breachesOf, type Drift } from '../../src/domain/drift.ts';
import { ownedPieces } from '../../src/domain/owned-pieces.ts';
import type { Repair } from '../../src/domain/repair.ts';
import { smallestRepair } from '../../src/domain/smallest-repair.ts';
import { fewestByTrial, madeDrift } from '../fixtures/made-drifts.ts';

const DRIFTS = 500;

function after({ owner }: Drift, { moves }: Repair): Uint32Array {
  const now = owner.slice();
  for (const { leaf, from, to } of moves) {
    expect(now[leaf]).toBe(from);
    now[leaf] = to;
  }
  return now;
}

/** Holds a repair to what it promises, whatever it was found by. */
function expectSound(from: Drift, repair: Repair): void {
  const now = after(from, repair);
  const before = new Map(breachesOf(from).map((one) => [`${one.territory} ${one.limit}`, one.excess]));
  for (const { territory, limit, excess } of breachesOf(from, amountsHeld(from, now))) {
    const first = before.get(`${territory} ${limit}`) ?? 0;
    expect([repair.isInside, excess / first > 0 && excess / first <= 1 + 1e-9]).toEqual([false, true]);
  }
  for (const territory of new Set(from.owner)) {
    const pieces = ownedPieces(now, from.touching, territory).length;
    expect(pieces).toBeGreaterThan(0);
    expect(pieces).toBeLessThanOrEqual(ownedPieces(from.owner, from.touching, territory).length);
  }
  const sum = (of: Float64Array) => repair.moves.reduce((total, { leaf }) => total + (of[leaf] ?? 0), 0);
  expect([repair.accounts, repair.value]).toEqual([sum(from.accounts), sum(from.value)]);
  expect(repair.moves.filter(({ leaf }) => from.isHeld[leaf] === 1)).toEqual([]);
}

describe('the smallest repair', () => {
  test(`moves as few accounts, and of as little value, as a trial of all ways finds, on ${DRIFTS} drifts`, () => {
    const told = { outside: 0, mendable: 0 };
    for (let seed = 1; told.outside < DRIFTS; seed++) {
      const from = madeDrift(seed);
      const repair = smallestRepair(from);
      expectSound(from, repair);
      if (breachesOf(from).length === 0) {
        expect(repair).toEqual({ moves: [], accounts: 0, value: 0, isInside: true, atLeast: 0 });
        continue;
      }
      told.outside++;
      const best = fewestByTrial(from);
      if (best !== null) told.mendable++;
      const found = repair.isInside ? { accounts: repair.accounts, value: repair.value } : null;
      expect([seed, found]).toEqual([seed, best]);
      expect(repair.atLeast).toBeLessThanOrEqual(best?.accounts ?? Infinity);
    }
    expect(told.mendable).toBeGreaterThan(DRIFTS / 3);
  }, 300_000);

  test('mends a plan of a thousand leaves, and says how many accounts must move at least', () => {
    let mended = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const from = madeDrift(seed, 25, 40, 20);
      const repair = smallestRepair(from);
      expectSound(from, repair);
      expect(repair.atLeast).toBeLessThanOrEqual(repair.accounts);
      if (breachesOf(from).length > 0 && repair.isInside) mended++;
    }
    expect(mended).toBeGreaterThan(0);
  }, 120_000);
});
