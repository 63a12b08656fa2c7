import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { BinnedAccount } from '../../src/application/account-store.ts';
import { newKey } from '../../src/application/create-key.ts';
import type { Ports } from '../../src/application/ports.ts';
import { sumByCell } from '../../src/application/sum-by-cell.ts';
import { parseResolution } from '../../src/domain/cell.ts';
import { cellAt } from '../../src/domain/cell-at.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { plainMetric } from '../../src/domain/metric.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { DEFAULT_QUALITY_WEIGHTS } from '../../src/domain/quality-weights.ts';
import { SCOPES } from '../../src/domain/scope.ts';
import { accountSetsD1 } from '../../src/storage/account-sets.d1.ts';
import { accountStoreD1 } from '../../src/storage/accounts.d1.ts';
import { keyStoreD1 } from '../../src/storage/keys.d1.ts';
import { planStoreD1 } from '../../src/storage/plans.d1.ts';
import { WriteOrder } from '../../src/storage/recent-reads.ts';
import { SharedReads } from '../../src/storage/shared-reads.ts';
import { PLAIN_ACCOUNT } from '../fixtures/plain-account.ts';
import { upsertAccounts } from './upsert-accounts.ts';

const FINEST = parseResolution(9);
const store = accountStoreD1(env.DB);
const sets = accountSetsD1(env.DB);
const plans = planStoreD1(env.DB);
const workspaceId = 'wsp_test';
const { key, record } = newKey({ name: 'Test', scopes: SCOPES, expiresAt: null }, null);
await keyStoreD1(env.DB, new SharedReads(env.DB), new WriteOrder()).createWorkspace(workspaceId, 'Test', key, record);

async function planWith(planId: string, metrics: string[]): Promise<Plan> {
  const metricDetails = metrics.map(plainMetric);
  const settings = {
    timeZone: 'UTC',
    approvalRequired: false,
    valueMetric: null,
    potentialMetric: null,
    quality: { weights: DEFAULT_QUALITY_WEIGHTS },
    catchAll: null,
  };
  const created = { tolerance: 0.1, ...settings, createdAt: '2027-01-01T00:00:00.000Z' };
  const plan = { planId, name: 'Test', metrics, metricDetails, finestResolution: FINEST, ...created };
  await plans.create(workspaceId, plan);
  return plan;
}

function account(id: string, lat: number, lng: number, metrics: Record<string, number>): BinnedAccount {
  return { cell: cellAt(lat, lng, FINEST), account: { ...PLAIN_ACCOUNT, id, lat, lng, metrics } };
}

test('sums any number of metrics by cell, cells ascending, over more cells than one query takes', async () => {
  const names = Array.from({ length: 16 }, (_, i) => `metric ${i}`);
  const plan = await planWith('pln_many', names);
  const rows = Array.from({ length: 25_000 }, (_, i) => {
    const metrics = Object.fromEntries(names.map((name, m) => [name, i * m * 0.5]));
    return account(`a${i}`, 20 + Math.floor(i / 200) * 0.1, -100 + (i % 200) * 0.1, metrics);
  });
  rows.push(account('again', 20, -100, { 'metric 3': 7 }));
  for (let at = 0; at < rows.length; at += 5_000) {
    expect(
      await upsertAccounts(
        sets,
        await sets.openInForce(workspaceId, plan.planId),
        plan,
        'upl_1',
        rows.slice(at, at + 5_000),
      ),
    ).toEqual([]);
  }
  const { cells, metrics, sums } = await sumByCell({ accounts: store } as unknown as Ports, workspaceId, plan);
  expect(metrics).toEqual(['accounts', ...names]);
  expect([cells.length, sums.length]).toEqual([25_000, 25_000 * 17]);
  expect(cells.every((cell, i) => i === 0 || cell > (cells[i - 1] as bigint))).toBe(true);
  const rowOf = (cell: string) => {
    const at = cells.indexOf(cellNumber(cell as BinnedAccount['cell']));
    return Array.from(sums.subarray(at * 17, at * 17 + 17));
  };
  expect(rowOf(cellAt(20, -100, FINEST))).toEqual([2, ...names.map((_, m) => (m === 3 ? 7 : 0))]);
  const last = rows[24_999] as BinnedAccount;
  expect(rowOf(last.cell)).toEqual([1, ...names.map((_, m) => 24_999 * m * 0.5)]);
  expect(await store.count(workspaceId, plan.planId)).toBe(25_001);
});

test('leaves an id alone that the same upload wrote, and replaces what another wrote', async () => {
  const plan = await planWith('pln_twice', ['v']);
  const set = await sets.openInForce(workspaceId, plan.planId);
  expect(
    await upsertAccounts(sets, set, plan, 'upl_1', [account('a', 1, 1, { v: 1 }), account('b', 1, 1, { v: 1 })]),
  ).toEqual([]);
  expect(
    await upsertAccounts(sets, set, plan, 'upl_1', [account('c', 1, 1, { v: 2 }), account('a', 2, 2, { v: 2 })]),
  ).toEqual([1]);
  expect((await store.find(workspaceId, plan, 'a'))?.account.metrics).toEqual({ v: 1 });
  expect(await upsertAccounts(sets, set, plan, 'upl_2', [account('a', 3, 3, { v: 3 })])).toEqual([]);
  expect((await store.find(workspaceId, plan, 'a'))?.account).toMatchObject({ lat: 3, metrics: { v: 3 } });
});

test('stores rows larger together than one string of the database may be', async () => {
  const plan = await planWith('pln_large', []);
  const set = await sets.openInForce(workspaceId, plan.planId);
  const rows = Array.from({ length: 60 }, (_, i): BinnedAccount => {
    const { cell, account: small } = account(`a${i}`, 1, 1, {});
    return { cell, account: { ...small, attributes: { text: '"\u0001東'.repeat(20_000) } } };
  });
  expect(await upsertAccounts(sets, set, plan, 'upl_1', rows)).toEqual([]);
  expect((await store.find(workspaceId, plan, 'a59'))?.account.attributes).toEqual(rows[59]?.account.attributes);
});

test('says that a plan is gone instead of writing accounts of nothing', async () => {
  const plan = await planWith('pln_gone', []);
  const set = await sets.openInForce(workspaceId, plan.planId);
  await plans.delete(workspaceId, plan.planId, null);
  await expect(upsertAccounts(sets, set, plan, 'upl_1', [account('a', 1, 1, {})])).rejects.toMatchObject({
    kind: 'not-found',
  });
  await expect(plans.declareMetrics(workspaceId, plan.planId, ['v'])).rejects.toMatchObject({ kind: 'not-found' });
});

test('declares metrics once', async () => {
  const plan = await planWith('pln_declare', []);
  expect(await plans.declareMetrics(workspaceId, plan.planId, ['a', 'b'])).toEqual(['a', 'b']);
  expect(await plans.declareMetrics(workspaceId, plan.planId, ['c'])).toEqual(['a', 'b']);
});
