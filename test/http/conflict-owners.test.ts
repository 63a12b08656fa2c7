import { expect, test } from 'vitest';
import { localDay } from '../../src/domain/moment.ts';
import {
  ACCOUNTS,
  conflictsOf,
  imported,
  nameOwner,
  planOf,
  publish,
  put,
  settle,
  workspace,
} from '../conflict-plan.ts';
import { send } from '../post-json.ts';

const OUT = { id: 'out', lat: 50.3, lng: 10.05 };
const bySegment = ACCOUNTS.map((account) => ({ ...account, segment: account.id === 'w1' ? 'key' : 'other' }));
const KEY_RULE = { id: 'key', name: 'Key accounts', when: { segments: ['key'] } };

async function replaceRules(planId: string, owner: object): Promise<void> {
  const body = { rules: [{ ...KEY_RULE, owner }], reason: 'a test' };
  const { status, answer } = await send(workspace, 'PUT', `/v1/plans/${planId}/rules`, body);
  expect([status, status === 200 ? '' : answer]).toEqual([200, '']);
}

/** What the plan's answer says makes somebody the owner of an account. */
async function ownerBy(planId: string, account: string): Promise<string> {
  return (await send<{ by: string }>(workspace, 'GET', `/v1/plans/${planId}/owner?account=${account}`)).answer.by;
}

async function inForce(accounts: readonly object[]): Promise<{ planId: string; layoutId: string }> {
  const planId = await planOf(accounts as typeof ACCOUNTS);
  const layoutId = await imported(planId);
  await publish(planId, layoutId, { west: 'r-west', east: 'r-east' });
  return { planId, layoutId };
}

test('two-owners: what a rule gives to another than the place is told by rule and territory', async () => {
  const { planId } = await inForce(bySegment);
  await replaceRules(planId, { territoryId: 'east' });
  const { items } = await conflictsOf(`plans/${planId}`, '&kind=two-owners');
  expect(items).toMatchObject([
    { severity: 'info', amount: 1, where: { territoryIds: ['west'], accountIds: ['w1'] }, fix: null },
  ]);
  expect(items[0]?.detail).toBe('1 account lies in west and belongs to east by the rule key');
  await replaceRules(planId, { repId: 'r-west' });
  expect((await conflictsOf(`plans/${planId}`)).counts.byKind['two-owners']).toBe(0);
});

test('two-owners: a name is held against the owner without it, which a rule may give', async () => {
  const { planId, layoutId } = await inForce(bySegment);
  await replaceRules(planId, { territoryId: 'east' });
  await nameOwner(planId, ['w1'], { territoryId: 'west' });
  const { conflict } = await settle(layoutId, 'two-owners');
  expect(conflict).toMatchObject({ severity: 'warning', where: { accountIds: ['w1'] } });
  expect(conflict.detail).toBe(
    'w1 lies in west, which r-west serves, is given to east by the rule key, and belongs to west by name',
  );
  // The name has ended: what is left is what the rule says.
  const { items } = await conflictsOf(`plans/${planId}`, '&kind=two-owners');
  expect(items.map(({ severity }) => severity)).toEqual(['info']);
  expect(await ownerBy(planId, 'w1')).toBe('rule');
});

test('orphan-account: who takes what is left owns it', async () => {
  const { planId } = await inForce(ACCOUNTS);
  await put(planId, 'accounts', [...ACCOUNTS, OUT]);
  expect((await conflictsOf(`plans/${planId}`)).counts.byKind['orphan-account']).toBe(1);
  const { status } = await send(workspace, 'PATCH', `/v1/plans/${planId}`, { catchAll: { repId: 'r-east' } });
  expect(status).toBe(200);
  expect((await conflictsOf(`plans/${planId}`)).counts.byKind['orphan-account']).toBe(0);
});

test('an owner by name that is not there any more is passed over', async () => {
  const { planId } = await inForce(ACCOUNTS);
  await put(planId, 'accounts', [{ ...ACCOUNTS[0], repId: 'r-east' }, ...ACCOUNTS.slice(1), OUT]);
  await nameOwner(planId, ['w1', 'out'], { territoryId: 'gone' });
  const { items } = await conflictsOf(`plans/${planId}`, '&severity=error&kind=orphan-account');
  expect(items.map(({ where }) => where.accountIds)).toEqual([['out']]);
  const others = await conflictsOf(`plans/${planId}`, '&severity=warning');
  expect(others.items.map(({ kind, where }) => [kind, where.accountIds])).toEqual([
    ['account-outside-territory', ['w1']],
  ]);
});

test('owner-on-leave: the day is that of the plan, where it is another than in Greenwich', async () => {
  const timeZone = new Date().getUTCHours() < 11 ? 'Pacific/Pago_Pago' : 'Pacific/Kiritimati';
  const today = localDay(Date.now(), timeZone);
  expect(today).not.toBe(new Date().toISOString().slice(0, 10));
  const { planId } = await inForce(ACCOUNTS);
  await put(planId, 'reps', [{ id: 'r-west', name: 'Wes', leave: [{ from: today, to: today }] }]);
  const { status } = await send(workspace, 'PATCH', `/v1/plans/${planId}`, { timeZone });
  expect(status).toBe(200);
  const { items } = await conflictsOf(`plans/${planId}`, '&kind=owner-on-leave');
  expect(items.map(({ where }) => where.territoryIds)).toEqual([['west']]);
});

test('duplicate-account: two are found by names among many that have nobody near', async () => {
  const far = Array.from({ length: 6_000 }, (_, i) => ({
    ...{ id: `f${String(i).padStart(4, '0')}`, name: `Shop ${i}` },
    ...{ lat: 50 + (i % 100) * 0.01, lng: 10 + Math.floor(i / 100) * 0.02 },
  }));
  const near = [
    { id: 'a-first', name: 'Corner Bakery', lat: 50.0503, lng: 10.0503 },
    { id: 'z-last', name: 'CORNER BAKERY', lat: 50.0503, lng: 10.0503 },
  ];
  const planId = await planOf([...far, ...near]);
  const layoutId = await imported(planId);
  const { items } = await conflictsOf(`layouts/${layoutId}`, '&kind=duplicate-account');
  expect(items.map(({ where }) => where.accountIds)).toEqual([['a-first', 'z-last']]);
  expect(items[0]?.detail).toContain('a-first (Corner Bakery) and z-last (CORNER BAKERY)');
});
