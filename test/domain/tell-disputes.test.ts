import { expect, test } from 'vitest';
import type { Cell } from '../../src/domain/cell.ts';
import { type Dispute, type Imported, MAX_DISPUTES, MAX_DISPUTES_BYTES } from '../../src/domain/imported.ts';
import { settleDisputes } from '../../src/domain/settle-disputes.ts';
import { tellDisputes } from '../../src/domain/tell-disputes.ts';

const CELL = '842a107ffffffff' as Cell;
const dispute = (id: string, of: Partial<Dispute> = {}): Dispute => ({
  ...{ kind: 'overlap', territoryIds: [id], accounts: 2, accountIds: [], cells: [CELL] },
  ...of,
});

test('disputes beyond the most that are told are counted with their accounts', () => {
  const all = Array.from({ length: MAX_DISPUTES + 3 }, (_, at) => dispute(`t${at}`));
  expect(tellDisputes(all.slice(0, MAX_DISPUTES), 0)).toEqual({ disputes: all.slice(0, MAX_DISPUTES) });
  expect(tellDisputes(all, 5)).toEqual({ disputes: all.slice(0, MAX_DISPUTES), untold: { disputes: 4, accounts: 11 } });
});

test('disputes take no more bytes than a row bears, in whatever script accounts are named', () => {
  const accountIds = Array.from({ length: 100 }, (_, at) => `${'名'.repeat(190)}${at}`);
  const all = Array.from({ length: 50 }, (_, at) => dispute(`t${at}`, { accountIds }));
  const { disputes, untold } = tellDisputes(all, 0);
  expect(new TextEncoder().encode(JSON.stringify(disputes)).length).toBeLessThan(MAX_DISPUTES_BYTES + 1_000);
  expect(disputes.length).toBeGreaterThan(0);
  expect(untold).toEqual({ disputes: 50 - disputes.length, accounts: 2 * (50 - disputes.length) });
});

test('a dispute of more cells than are named is not settled by these alone', () => {
  const imported = {
    disputes: [dispute('all'), dispute('more', { moreCells: 7, accountIds: ['a'] })],
  } as unknown as Imported;
  const { disputes } = settleDisputes(imported, [{ kind: 'assign', to: 't', cells: [CELL] }]);
  expect(disputes).toEqual([dispute('more', { moreCells: 7, cells: [] })]);
});
