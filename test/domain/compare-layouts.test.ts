import { cellToChildren } from 'h3-js';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../src/domain/cell.ts';
import { ancestorAt, cellText } from '../../src/domain/cell-number.ts';
import { refine } from '../../src/domain/common-refinement.ts';
import { compareLayouts } from '../../src/domain/compare-layouts.ts';
import { matchTerritories } from '../../src/domain/match-territories.ts';
import { movedPlaces } from '../../src/domain/moved-places.ts';
import { type ComparedLayout, findOverlaps } from '../../src/domain/overlaps.ts';
import {
  type MadeAccount,
  madeAccounts,
  madeCover,
  madeLayout,
  ownedByChance,
  ownerOf,
} from '../fixtures/made-layout.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

const CASES = 60;

function inputOf(a: ComparedLayout, b: ComparedLayout, derived = false) {
  const places = refine(a.leaves, b.leaves);
  const overlaps = findOverlaps(a, b, places);
  return { a, b, derived, places, overlaps, matching: matchTerritories(a.layout, b.layout, overlaps, derived) };
}

const compare = (a: ComparedLayout, b: ComparedLayout, derived = false) => compareLayouts(inputOf(a, b, derived));

/** Two layouts of the same accounts over covers of their own, with three territories and four. */
function casesOf(seed: number, count = CASES): { a: ComparedLayout; b: ComparedLayout; accounts: MadeAccount[] }[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const accounts = madeAccounts(random, 60);
    const a = madeLayout('a', ownedByChance(random, madeCover(random), 3), accounts, { ids: ['t1', 't2', 't3'] });
    const b = madeLayout('b', ownedByChance(random, madeCover(random), 4), accounts);
    return { a, b, accounts };
  });
}

/** The value of a metric over accounts that a rule picks. */
function sumWhere(accounts: readonly MadeAccount[], metric: string, picks: (account: MadeAccount) => boolean): number {
  return accounts.reduce((sum, account) => sum + (picks(account) ? (account.values[metric] ?? 0) : 0), 0);
}

function positionOf({ layout }: ComparedLayout, id: string | null): number {
  return id === null ? -2 : layout.territories.findIndex((territory) => territory.id === id);
}

describe('the comparison of two layouts of the same accounts', () => {
  test('tells what each territory gained and lost, as counted account by account', () => {
    let moved = 0;
    for (const { a, b, accounts } of casesOf(5)) {
      const { territories, totals } = compare(a, b);
      const pairs = new Map(territories.map((one) => [positionOf(a, one.a), positionOf(b, one.b)]));
      for (const one of territories) {
        const [from, to] = [positionOf(a, one.a), positionOf(b, one.b)];
        for (const metric of ['accounts', 'revenue']) {
          const [gained, lost] = [one.gained[metric] ?? Number.NaN, one.lost[metric] ?? Number.NaN];
          const counted = (picks: (before: number, after: number) => boolean) =>
            sumWhere(accounts, metric, ({ cell }) => picks(ownerOf(a, cell), ownerOf(b, cell)));
          expect(gained).toBeCloseTo(
            counted((before, after) => after === to && before !== from),
            8,
          );
          expect(lost).toBeCloseTo(
            counted((before, after) => before === from && after !== to),
            8,
          );
          const { before, after } = one.sums[metric] ?? {};
          expect(gained - lost).toBeCloseTo((after ?? 0) - (before ?? 0), 8);
          expect(one.recounted[metric]).toBe(0);
        }
      }
      for (const metric of ['accounts', 'revenue']) {
        const all = sumWhere(accounts, metric, ({ cell }) => pairs.get(ownerOf(a, cell)) !== ownerOf(b, cell));
        expect(totals.moved.sums[metric]).toBeCloseTo(all, 8);
        expect(totals.moved.shares[metric]).toBeCloseTo(all / (b.layout.totals.sums[metric] ?? 0), 8);
        moved += all;
      }
    }
    expect(moved).toBeGreaterThan(1000);
  });

  test('names every territory of both once', () => {
    for (const { a, b } of casesOf(6, 10)) {
      const { territories, totals } = compare(a, b);
      expect(territories.flatMap((one) => one.a ?? [])).toEqual(['t1', 't2', 't3']);
      expect(territories.flatMap((one) => one.b ?? []).sort()).toEqual(['t1', 't2', 't3', 't4']);
      expect(totals.matched).toBe(territories.filter((one) => one.a !== null && one.b !== null).length);
    }
  });

  test('is the same turned around from the other side', () => {
    for (const { a, b } of casesOf(7)) {
      const [there, back] = [compare(a, b), compare(b, a)];
      expect(back.totals.moved.sums).toEqual(there.totals.moved.sums);
      expect(back.territories.length).toBe(there.territories.length);
      for (const one of there.territories) {
        const other = back.territories.find((mirrored) => mirrored.a === one.b && mirrored.b === one.a);
        expect(other).toMatchObject({
          overlap: one.overlap,
          gained: one.lost,
          lost: one.gained,
          places: { kept: one.places.kept, gained: one.places.lost, lost: one.places.gained },
        });
        expect(other?.sums.revenue).toEqual({ before: one.sums.revenue?.after, after: one.sums.revenue?.before });
      }
    }
  });

  test('with itself moves nothing', () => {
    for (const { b } of casesOf(8, 10)) {
      const { territories, totals } = compare(b, b);
      expect(totals).toMatchObject({
        moved: { sums: { accounts: 0, revenue: 0 }, shares: { accounts: 0, revenue: 0 } },
        places: { shared: b.leaves.cells.length, moved: 0, onlyA: 0, onlyB: 0 },
        matched: 4,
      });
      for (const one of territories) {
        expect([one.a, one.overlap, one.gained, one.lost]).toEqual([one.b, 1, { accounts: 0, revenue: 0 }, one.gained]);
      }
      expect(movedPlaces(inputOf(b, b)).cells).toHaveLength(0);
    }
  });

  test('matches what shares most in all, as trying every way shows', () => {
    const ways = [0, 1, 2, 3].flatMap((x) =>
      [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3].map((z) => [x, y, z]).filter((way) => new Set(way).size === 3)),
    );
    for (const { a, b, accounts } of casesOf(9)) {
      const shared = (way: readonly number[]) =>
        sumWhere(accounts, 'revenue', ({ cell }) => way[ownerOf(a, cell)] === ownerOf(b, cell));
      const { matching } = inputOf(a, b);
      expect(shared([...matching.ofA])).toBeCloseTo(Math.max(...ways.map(shared)), 8);
    }
  });

  test('tells the places that differ: every account moves that lies in one, and no other', () => {
    for (const { a, b, accounts } of casesOf(10, 20)) {
      const input = inputOf(a, b);
      const { cells, pair, pairs } = movedPlaces(input);
      expect([...cells].every((cell, at) => at === 0 || cell > (cells[at - 1] ?? 0n))).toBe(true);
      for (const { cell } of accounts) {
        const [from, to] = [ownerOf(a, cell), ownerOf(b, cell)];
        const at = [7, 6, 5, 4]
          .map((resolution) => cells.indexOf(ancestorAt(cell, resolution)))
          .find((one) => one >= 0);
        const expected = input.matching.ofA[from] === to ? undefined : { from, to };
        expect(at === undefined ? undefined : pairs[pair[at] ?? 0]).toEqual(expected);
      }
    }
  });
});

describe('territories with equal ids', () => {
  const random = seededRandom(11);
  const accounts = madeAccounts(random, 40);
  const cover = madeCover(random);
  const owned = ownedByChance(random, cover, 4);
  const a = madeLayout('a', owned, accounts);
  /** Nearly all of each territory is the next one's now. */
  const turned = madeLayout(
    'b',
    owned.map(([cell, territory], at) => [cell, at % 9 === 0 ? territory : (territory + 1) % 4]),
    accounts,
  );

  test('stand for each other where one layout was made from the other', () => {
    expect(compare(a, turned, true).territories.map((one) => [one.a, one.b])).toEqual(
      ['t1', 't2', 't3', 't4'].map((id) => [id, id]),
    );
  });

  test('mean nothing where they were solved apart', () => {
    expect(compare(a, turned, false).territories.map((one) => [one.a, one.b])).toEqual([
      ['t1', 't2'],
      ['t2', 't3'],
      ['t3', 't4'],
      ['t4', 't1'],
    ]);
  });

  test('are not matched where they share no place', () => {
    const away = madeLayout(
      'b',
      owned.map(([cell, territory]) => [cell, (territory + 1) % 4] as const),
      accounts,
    );
    expect(compare(a, away, true).territories.map((one) => [one.a, one.b])).toEqual([
      ['t1', 't2'],
      ['t2', 't3'],
      ['t3', 't4'],
      ['t4', 't1'],
    ]);
  });
});

describe('layouts that do not count the same', () => {
  const random = seededRandom(12);
  const cover = madeCover(random);
  const owned = ownedByChance(random, cover, 3);
  const ids = { ids: ['t1', 't2', 't3'] };

  test('tell what was recounted beside what moved', () => {
    const before = madeAccounts(random, 50);
    const after = [...before.slice(5), ...madeAccounts(random, 20)];
    const a = madeLayout('a', owned, before, ids);
    const b = madeLayout('b', ownedByChance(random, madeCover(random), 3), after, ids);
    for (const one of compare(a, b).territories) {
      for (const metric of ['accounts', 'revenue']) {
        const { before: held, after: holds } = one.sums[metric] ?? {};
        const told = (one.gained[metric] ?? 0) - (one.lost[metric] ?? 0) + (one.recounted[metric] ?? 0);
        expect(told).toBeCloseTo((holds ?? 0) - (held ?? 0), 8);
      }
    }
    const same = compare(a, madeLayout('b', owned, after, ids));
    expect(same.totals.moved.sums).toEqual({ accounts: 0, revenue: 0 });
    expect(same.territories.reduce((sum, one) => sum + (one.recounted.accounts ?? 0), 0)).toBe(15);
  });

  test('have null for a metric that only one of them has, and for measures of a territory that is gone', () => {
    const accounts = madeAccounts(random, 30);
    const a = madeLayout('a', owned, accounts, { ...ids, metrics: ['accounts', 'visits'] });
    const b = madeLayout(
      'b',
      owned.map(([cell]) => [cell, 0] as const),
      accounts,
      { ids: ['all'] },
    );
    const { territories, totals, matchedBy } = compare(a, b);
    expect(matchedBy).toBe('accounts');
    expect(totals.sums).toMatchObject({ revenue: { before: null }, visits: { after: null } });
    expect(totals.moved.sums).toEqual({ accounts: expect.any(Number), revenue: null, visits: null });
    expect(totals.worstDeviation).toMatchObject({ revenue: { before: null, after: 0 }, visits: { after: null } });
    const gone = territories.find((one) => one.b === null);
    expect(gone).toMatchObject({
      name: expect.stringMatching(/^a t/),
      overlap: 0,
      sums: { accounts: { after: null } },
      compactness: { polsbyPopper: { before: 0.5, after: null } },
      gained: { accounts: 0, revenue: null, visits: null },
    });
  });

  test('leave out what only one of them covers', () => {
    const accounts = madeAccounts(random, 30);
    const [first = cover[0] as Cell] = cover;
    const a = madeLayout('a', owned, accounts, ids);
    const b = madeLayout('b', owned.slice(1), accounts, ids);
    const { territories, totals } = compare(a, b);
    expect(totals.places).toEqual({ shared: cover.length - 1, moved: 0, onlyA: 1, onlyB: 0 });
    const outside = accounts.filter(({ cell }) => ownerOf(b, cell) < 0).length;
    expect(territories.reduce((sum, one) => sum + (one.recounted.accounts ?? 0), 0)).toBe(-outside);
    expect(first).toBe(owned[0]?.[0]);
  });
});

test('the common refinement has the finer leaves of either, and each lies in a leaf of both', () => {
  for (const { a, b } of casesOf(13, 20)) {
    const { cells, a: ofA, b: ofB } = refine(a.leaves, b.leaves);
    const covered = [...cells].flatMap((cell) => cellToChildren(cellText(cell), 6));
    expect(new Set(covered).size).toBe(covered.length);
    expect(covered.length).toBe([...a.leaves.cells].flatMap((cell) => cellToChildren(cellText(cell), 6)).length);
    cells.forEach((cell, place) => {
      for (const [leaves, held] of [
        [a.leaves.cells, ofA],
        [b.leaves.cells, ofB],
      ] as const) {
        const leaf = leaves[held[place] ?? 0] ?? 0n;
        const chain = [7, 6, 5, 4].map((resolution) => ancestorAt(cell, resolution));
        expect(chain).toContain(leaf);
      }
    });
  }
});
