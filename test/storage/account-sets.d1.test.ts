import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AccountSet } from '../../src/application/account-sets.ts';
import type { BinnedAccount } from '../../src/application/account-store.ts';
import { CHUNK_ROWS, MAX_ROWS } from '../../src/application/account-writer.ts';
import { parseResolution } from '../../src/domain/cell.ts';
import { cellAt } from '../../src/domain/cell-at.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { accountSetsD1, SWEEP_STEPS } from '../../src/storage/account-sets.d1.ts';
import { accountStoreD1 } from '../../src/storage/accounts.d1.ts';
import { planStoreD1 } from '../../src/storage/plans.d1.ts';
import { PLAIN_ACCOUNT } from '../fixtures/plain-account.ts';
import { countedDatabase } from '../metered/counted-database.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { upsertAccounts } from './upsert-accounts.ts';

/** What D1 allows a request. */
const MOST_QUERIES = 1_000;
const FINEST = parseResolution(9);
const sets = accountSetsD1(env.DB);
const store = accountStoreD1(env.DB);
const { workspaceId, ...workspace } = await openWorkspace();
let plan: Plan;

beforeEach(async () => {
  const planId = await createPlan({ workspaceId, ...workspace }, { metrics: ['v'] });
  plan = (await planStoreD1(env.DB).find(workspaceId, planId)) as Plan;
});

function accounts(count: number, v: number): BinnedAccount[] {
  const cell = cellAt(1, 1, FINEST);
  return Array.from({ length: count }, (_, i) => ({
    cell,
    account: { ...PLAIN_ACCOUNT, id: `a${i}`, metrics: { v } },
  }));
}

const fill = (set: AccountSet, count: number, v: number) =>
  upsertAccounts(sets, set, plan, `upl_${v}`, accounts(count, v));
const inForce = () => sets.openInForce(workspaceId, plan.planId);
const stage = (replaces: boolean) => sets.stage(workspaceId, plan.planId, replaces);

/** How many rows there are in all sets of the plan, seen or not. */
async function rowsKept(): Promise<number> {
  const sql = `SELECT COUNT(*) AS n FROM accounts JOIN account_sets USING (set_number) JOIN plans USING (plan_number)
    WHERE plan_id = ?`;
  return (await env.DB.prepare(sql).bind(plan.planId).first<number>('n')) ?? -1;
}

async function sumOfV(): Promise<number> {
  let sum = 0;
  for await (const page of store.cellPages(workspaceId, plan, null)) {
    page.cells.forEach((_, row) => {
      sum += page.sums[row * 2 + 1] ?? 0;
    });
  }
  return sum;
}

describe('a staged set', () => {
  test('is seen by nobody until it is put in force, and then alone', async () => {
    await fill(await inForce(), 10, 1);
    const staged = await stage(true);
    await fill(staged, 4, 100);
    expect([await store.count(workspaceId, plan.planId), await sumOfV()]).toEqual([10, 10]);
    await sets.putInForce(staged, ['v']);
    expect([await store.count(workspaceId, plan.planId), await sumOfV()]).toEqual([4, 400]);
    await sets.sweep(workspaceId, plan.planId);
    expect(await rowsKept()).toBe(4);
  });

  test('that was left half-way is swept as soon as another is to replace the accounts', async () => {
    await fill(await inForce(), 3, 1);
    const left = await stage(true);
    await fill(left, 50, 7);
    await sets.sweep(workspaceId, plan.planId);
    expect(await rowsKept()).toBe(53);
    await stage(true);
    await sets.sweep(workspaceId, plan.planId);
    expect(await rowsKept()).toBe(3);
    await expect(fill(left, 5, 7)).rejects.toMatchObject({ kind: 'accounts-replaced' });
    await expect(sets.putInForce(left, ['v'])).rejects.toMatchObject({ kind: 'accounts-replaced' });
    expect(await sumOfV()).toBe(3);
  });

  test('that is to be merged is given up when nothing has touched it for a quarter of an hour', async () => {
    const left = await stage(false);
    await fill(left, 5, 7);
    await stage(true);
    await sets.sweep(workspaceId, plan.planId);
    expect(await rowsKept()).toBe(5);
    const longAgo = new Date(Date.now() - 16 * 60_000).toISOString();
    const age = env.DB.prepare('UPDATE account_sets SET touched_at = ? WHERE set_number = ?');
    await age.bind(longAgo, left.setNumber).run();
    await sets.sweep(workspaceId, plan.planId);
    expect(await rowsKept()).toBe(0);
    await expect(sets.mergeIntoForce(left, ['v'])).rejects.toMatchObject({ kind: 'accounts-replaced' });
  });

  test('of more rows than one query deletes is swept whole', async () => {
    const left = await stage(true);
    for (let upload = 0; upload < 5; upload++) {
      const rows = accounts(5_000, 1).map((row) => ({
        ...row,
        account: { ...row.account, id: `${upload}-${row.account.id}` },
      }));
      await upsertAccounts(sets, left, plan, 'upl_1', rows);
    }
    await sets.discard(left);
    await sets.sweep(workspaceId, plan.planId);
    expect(await rowsKept()).toBe(0);
  });

  test('merges all at once: its rows overwrite those of the same id and the others stay', async () => {
    await fill(await inForce(), 10, 1);
    const staged = await stage(false);
    await fill(staged, 4, 100);
    expect(await sumOfV()).toBe(10);
    await sets.mergeIntoForce(staged, ['v']);
    expect([await store.count(workspaceId, plan.planId), await sumOfV()]).toEqual([10, 406]);
  });

  test('brings its metrics to a plan that has none, and fails where another upload declared others', async () => {
    const planId = await createPlan({ workspaceId, ...workspace });
    const [first, second] = [await sets.stage(workspaceId, planId, false), await sets.stage(workspaceId, planId, true)];
    await sets.mergeIntoForce(first, ['v', 'w']);
    expect((await planStoreD1(env.DB).find(workspaceId, planId))?.metrics).toEqual(['v', 'w']);
    await expect(sets.putInForce(second, ['x'])).rejects.toMatchObject({
      kind: 'invalid-rows',
      message: 'another upload declared the metrics v, w: send the file again',
    });
  });
});

test('what was opened before the accounts were replaced adds nothing after', async () => {
  const merging = await inForce();
  await fill(merging, 5, 1);
  const staged = await stage(true);
  await fill(staged, 2, 9);
  await sets.putInForce(staged, ['v']);
  await expect(fill(merging, 5, 1)).rejects.toMatchObject({ kind: 'accounts-replaced' });
  expect(await sumOfV()).toBe(18);
});

test('an upload stays within the queries of a request at its worst: all rows doubled, and both sweeps in full', async () => {
  const count = { queries: 0, boundBytes: 0 };
  const counted = accountSetsD1(countedDatabase(env.DB, count));
  const queriesOf = async (work: () => Promise<unknown>) => {
    count.queries = 0;
    await work();
    return count.queries;
  };
  const set = await inForce();
  const rows = accounts(20, 1);
  // The first says that the set is alive, too.
  await upsertAccounts(counted, set, plan, 'upl_1', rows.slice(0, 1));
  await upsertAccounts(counted, set, plan, 'upl_1', rows.slice(1));
  const ofChunk = await queriesOf(async () => {
    expect(await upsertAccounts(counted, set, plan, 'upl_1', rows)).toHaveLength(20);
  });
  await counted.discard(await stage(true));
  const ofStep = (await queriesOf(() => counted.sweep(workspaceId, plan.planId))) - 1;
  // The key, the plan, the metrics, the key of the request renewed every ten seconds, reps that are looked up.
  const ofRest = 60;
  const all = (MAX_ROWS / CHUNK_ROWS) * ofChunk + 2 * (1 + SWEEP_STEPS * ofStep) + ofRest;
  expect([ofChunk, ofStep]).toEqual([2, 3]);
  expect(all).toBeLessThanOrEqual(MOST_QUERIES);
});

test('a set that has ended takes no more rows, also where it has them already', async () => {
  const staged = await stage(true);
  await fill(staged, 3, 1);
  await sets.discard(staged);
  await expect(fill(staged, 3, 2)).rejects.toMatchObject({ kind: 'accounts-replaced' });
});

test('a reading that spans the replacement fails and does not mix', async () => {
  const rows = Array.from({ length: 20_500 }, (_, i): BinnedAccount => {
    const [lat, lng] = [20 + Math.floor(i / 200) * 0.1, -100 + (i % 200) * 0.1];
    const account = { ...PLAIN_ACCOUNT, id: `a${i}`, lat, lng, metrics: { v: 1 } };
    return { cell: cellAt(lat, lng, FINEST), account };
  });
  await upsertAccounts(sets, await inForce(), plan, 'upl_1', rows);
  const reading = store.cellPages(workspaceId, plan, null)[Symbol.asyncIterator]();
  expect((await reading.next()).value?.cells.length).toBe(4_000);
  const staged = await stage(true);
  await fill(staged, 1, 1);
  await sets.putInForce(staged, ['v']);
  await expect(reading.next()).rejects.toMatchObject({ kind: 'accounts-replaced' });
});
