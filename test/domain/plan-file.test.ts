import { expect, test } from 'vitest';
import { layoutsThatFit } from '../../src/domain/plan-file.ts';

test('a file has room for fewer layouts the more of everything else it holds', () => {
  expect(layoutsThatFit({ accounts: 0 })).toBe(156);
  expect(layoutsThatFit({ accounts: 5_000 })).toBe(155);
  expect(layoutsThatFit({ accounts: 0, places: 50_000 })).toBe(154);
});

test('a log takes room by its bytes as by its entries, as much as its way in takes', () => {
  const room = (entries: number, entryBytes: number) => layoutsThatFit({ accounts: 0, entries, entryBytes });
  // 40 reads of 100 and what ends them, 42 and nothing else to reckon; nine writes of three.
  expect(room(4_000, 100 * 4_000)).toBe(Math.floor((780 - 42) / 5));
  // Beside eight writes of 500 entries 80 of half a megabyte, and a last one.
  expect(room(4_000, 10_000 * 4_000)).toBe(Math.floor((780 - 3 * 89) / 5));
  // A thousand ids of a hundred characters in each.
  expect(room(4_000, 100_000 * 4_000)).toBe(null);
  expect(room(1, 1_000_000)).toBe(Math.floor((780 - 9) / 5));
});
