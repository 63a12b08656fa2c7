/** Accounts that an isolate has read, while others write: what this isolate writes itself, it knows. */
import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { governanceStoreD1 } from '../../src/storage/governance-store.ts';
import { ownershipStoreD1 } from '../../src/storage/ownership.d1.ts';
import { WriteOrder } from '../../src/storage/recent-reads.ts';
import { SharedReads } from '../../src/storage/shared-reads.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { name, type OpenedPlan } from '../put-in-force.ts';
import { upload } from '../solve-by-job.ts';

const HEADER = 'id,name,lat,lng,revenue,segment,size,productLines,requiredSkills,city';
const FIRST = 'a1,One,50.1,15.1,10,Retail,large,A,clinical,Brno';
const store = ownershipStoreD1(env.DB, new SharedReads(env.DB), new WriteOrder(), governanceStoreD1(env.DB));
const workspace = await openWorkspace();
const { workspaceId } = workspace;
let plan: OpenedPlan;

const put = (row: string, query = '') => upload(workspace, plan.planId, `${HEADER}\n${row}`, query);

/** What is in memory, as of now. */
async function recall() {
  await store.load(workspaceId, plan.planId, 'now');
  return store.recallAccount(workspaceId, plan.planId, 'a1');
}

beforeAll(async () => {
  plan = { workspace, planId: await createPlan(workspace) };
});

beforeEach(async () => {
  await put(FIRST);
  const read = await store.account(workspaceId, plan.planId, 'a1');
  expect(read).toMatchObject({ traits: { segment: 'Retail' } });
  expect(await recall()).toBe(read);
});

test.each<[string, () => Promise<unknown>]>([
  ['its place', () => put(FIRST.replace('50.1', '50.9'))],
  ['its segment', () => put(FIRST.replace('Retail', 'Clinic'))],
  ['its segment, which it has no more', () => put(FIRST.replace('Retail', ''))],
  ['its size', () => put(FIRST.replace('large', 'small'))],
  ['its product lines', () => put(FIRST.replace(',A,', ',A;B,'))],
  ['the skills that it requires', () => put(FIRST.replace('clinical', 'dental'))],
  ['an attribute', () => put(FIRST.replace('Brno', 'Plzen'))],
  ['the whole set', () => put(FIRST, '?mode=replace')],
  ['its owner by name', () => name(plan, ['a1'], { repId: 'r1' })],
  ['that it is there', () => workspace.fetch(`/v1/plans/${plan.planId}/accounts/a1`, { method: 'DELETE' })],
])('are read again after a change of %s', async (_, change) => {
  await change();
  expect(await recall()).toBeNull();
});

test('are kept where nothing changes that decides who owns them', async () => {
  const before = await recall();
  await put(FIRST.replace(',10,', ',11,').replace('One', 'Uno'));
  await put(FIRST.replace('a1', 'a3'));
  expect(await recall()).toBe(before);
});
