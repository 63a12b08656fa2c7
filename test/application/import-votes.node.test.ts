import { latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import type { ScannedAccount } from '../../src/application/account-scan.ts';
import { ImportVotes } from '../../src/application/import-votes.ts';
import type { Cell } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';

const cell = latLngToCell(50, 10, 9) as Cell;
const account = (id: string): ScannedAccount => ({
  ...{ id, name: '', lat: 50, lng: 10, cell, repId: null, requiredSkills: [], key: null, traits: null },
});

test('territories beyond the twentieth that dispute the same accounts are not told apart', () => {
  const votes = new ImportVotes(BigUint64Array.of(cellNumber(cell)));
  const many = Array.from({ length: 30 }, (_, at) => at);
  votes.add(account('a'), many);
  votes.add(account('b'), many.slice(0, 25));
  expect(votes.overlaps().map(({ holders, accounts }) => [holders.length, accounts])).toEqual([[20, 2]]);
});

test('twenty thousand kinds of disputes are told apart, and accounts of others are counted', () => {
  const votes = new ImportVotes(BigUint64Array.of(cellNumber(cell)));
  for (let at = 0; at < 20_002; at++) votes.add(account(`a${at}`), [Math.floor(at / 150), 200 + (at % 150)]);
  votes.add(account('again'), [0, 200]);
  expect(votes.overlaps()).toHaveLength(20_000);
  expect(votes.overlap.accounts).toBe(20_003);
  expect(votes.untold).toBe(2);
});
