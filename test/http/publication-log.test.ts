import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { sweepRecord } from '../../src/application/sweep-record.ts';
import { wirePorts } from '../../src/wiring.ts';
import { type AuditEntry, auditOf, countEntries, expectWhole } from '../audit-entries.ts';
import { replayInForce } from '../bench/kill/publishing.ts';
import { exportPlan, importPlan, withoutLog } from '../exported-plan.ts';
import { Dice } from '../fuzz/dice.ts';
import { type PublicationAnswer, type PublishingPlan, publishingPlan } from '../publish.ts';

let plan: PublishingPlan;
beforeEach(async () => {
  plan = await publishingPlan();
});

const get = async (id: string) => (await plan.send('GET', `/v1/publications/${id}`)).body;

describe('every action in every state', () => {
  const ACTIONS = ['submit', 'approve', 'return', 'publish', 'withdraw', 'change'];
  /** How to come into a state, and what goes from there, with approval and without. */
  const STATES: [string, [string, unknown?][], string[], string[]][] = [
    ['draft', [], ['submit', 'withdraw', 'change'], ['submit', 'publish', 'withdraw', 'change']],
    ['submitted', [['submit']], ['approve', 'return', 'withdraw'], ['approve', 'return', 'publish', 'withdraw']],
    ['approved', [['submit'], ['approve']], ['return', 'publish', 'withdraw'], ['return', 'publish', 'withdraw']],
    ['scheduled', [['submit'], ['approve'], ['publish', '2098']], ['withdraw'], ['withdraw']],
    ['in-force', [['submit'], ['approve'], ['publish']], ['withdraw'], ['withdraw']],
    ['archived', [['submit'], ['approve'], ['publish', '2098'], ['withdraw']], [], []],
  ];

  test.each(STATES)('%s', async (state, way, withApproval, without) => {
    const settle = (approvalRequired: boolean) => plan.send('PATCH', `/v1/plans/${plan.planId}`, { approvalRequired });
    await settle(false);
    // What is withdrawn in force needs something that comes back.
    await plan.act(await plan.draft({ line: 'x' }), 'publish');
    let day = 1;
    for (const [approvalRequired, allowed] of [
      [true, withApproval],
      [false, without],
    ] as const) {
      await settle(approvalRequired);
      for (const action of ACTIONS) {
        const id = await plan.draft({ line: 'x' });
        for (const [step, when] of way) {
          const body =
            step === 'publish' && when ? { effectiveFrom: `2098-01-${String(day++).padStart(2, '0')}` } : undefined;
          await plan.act(id, step, body, step === 'approve' ? plan.sendAsOther : plan.send);
        }
        const before = await get(id);
        expect([before.state, [...before.possible].sort()]).toEqual([state, [...allowed].sort()]);
        const entries = await countEntries(plan);
        const bodies: Record<string, unknown> = { return: { reason: 'r' }, withdraw: { reason: 'r' }, publish: {} };
        const { status, body } =
          action === 'change'
            ? await plan.send('PATCH', `/v1/publications/${id}`, { note: 'n' })
            : await plan.sendAsOther('POST', `/v1/publications/${id}/${action}`, bodies[action]);
        expect([action, approvalRequired, status]).toEqual([
          action,
          approvalRequired,
          allowed.includes(action) ? 200 : 409,
        ]);
        if (status === 409)
          expect(body).toMatchObject({ type: '/problems/wrong-state', state, possible: before.possible });
        expect(await countEntries(plan)).toBe(entries + (status === 200 ? 1 : 0));
      }
    }
  });
});

test('of two keys that publish at once both are on record, one after the other, and one is in force', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => plan.draft()));
  const answers = await Promise.all(
    ids.map((id, at) => plan.act(id, 'publish', {}, at % 2 ? plan.send : plan.sendAsOther)),
  );
  const since = answers.map((answer) => answer.since?.at);
  expect(new Set(since).size).toBe(6);
  const states = await Promise.all(ids.map(async (id) => (await get(id)).state));
  expect(states.filter((state) => state === 'in-force')).toHaveLength(1);
  // The same one by many at once is published once.
  const once = await plan.draft();
  const tries = await Promise.all(
    [plan.send, plan.sendAsOther, plan.send].map((send) => send('POST', `/v1/publications/${once}/publish`, {})),
  );
  expect(tries.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expectWhole(await auditOf(plan));
});

test('the switch is at the very millisecond: one in force before it, the other from it on', async () => {
  const [one, two] = [await plan.draft(), await plan.draft()];
  await plan.act(one, 'publish');
  const fromMs = Date.now() + 700;
  await plan.act(two, 'publish', { effectiveFrom: new Date(fromMs).toISOString() });
  const inForceAt = async (ms: number) => {
    const at = new Date(ms).toISOString();
    const path = `/v1/plans/${plan.planId}/publications?state=in-force&at=${at}`;
    return (await plan.send<{ items: PublicationAnswer[] }>('GET', path)).body.items.map(
      ({ publicationId }) => publicationId,
    );
  };
  expect([await inForceAt(fromMs - 1), await inForceAt(fromMs), await inForceAt(fromMs + 1)]).toEqual([
    [one],
    [two],
    [two],
  ]);
  let changes = 0;
  let last = one;
  while (Date.now() < fromMs + 100) {
    const { body } = await plan.send<{ items: PublicationAnswer[] }>(
      'GET',
      `/v1/plans/${plan.planId}/publications?state=in-force`,
    );
    expect(body.items).toHaveLength(1);
    const now = body.items[0]?.publicationId ?? '';
    if (now !== last) changes++;
    last = now;
  }
  expect([last, changes]).toEqual([two, 1]);
});

test('random sequences: the states that the API tells are those that its log replays to', async () => {
  const dice = new Dice(17);
  const ids: string[] = [];
  for (let step = 0; step < 100; step++) {
    const action = dice.pick([
      'draft',
      'draft',
      'submit',
      'approve',
      'return',
      'publish',
      'publish',
      'schedule',
      'withdraw',
    ]);
    if (action === 'draft' || ids.length === 0) {
      ids.push(await plan.draft());
      continue;
    }
    const send = dice.pick([plan.send, plan.sendAsOther]);
    const soon = new Date(Date.now() + dice.whole(20, 400)).toISOString();
    const body = { publish: {}, schedule: { effectiveFrom: soon }, return: { reason: 'r' }, withdraw: { reason: 'r' } }[
      action
    ];
    const path = `/v1/publications/${dice.pick(ids.slice(-5))}/${action === 'schedule' ? 'publish' : action}`;
    // A moment that is close may be past by the time it is read.
    expect((await send('POST', path, body)).status).toBeOneOf([200, 400, 403, 409]);
  }
  const entries = await auditOf(plan);
  expectWhole(entries);
  expect(entries.length).toBeGreaterThan(30);
  const last = entries.at(-1)?.recordedMs ?? 0;
  const moments = entries.flatMap(({ recordedMs, event }) => [recordedMs, Number(event.fromMs ?? recordedMs)]);
  for (const atMs of moments.filter((ms) => ms >= last)) {
    const path = `/v1/plans/${plan.planId}/publications?limit=1000&at=${new Date(atMs).toISOString()}`;
    const { body } = await plan.send<{ items: PublicationAnswer[] }>('GET', path);
    const told = Object.fromEntries(body.items.map(({ publicationId, state }) => [publicationId, state]));
    expect(told).toEqual(replayStates(entries, atMs));
  }
});

/** States by the entries alone. */
function replayStates(entries: readonly AuditEntry[], atMs: number): Record<string, string> {
  const steps: Record<string, string> = {
    'publication-drafted': 'draft',
    'publication-submitted': 'submitted',
    'publication-approved': 'approved',
    'publication-returned': 'draft',
    'publication-withdrawn': 'archived',
  };
  const inForce = replayInForce(entries, atMs);
  const states: Record<string, string> = {};
  for (const { event } of entries) {
    const { kind, publicationId, fromMs } = event;
    states[publicationId] = steps[kind] ?? (Number(fromMs) > atMs ? 'scheduled' : 'archived');
  }
  if (inForce !== null) states[inForce] = 'in-force';
  return states;
}

test('a layout that a publication refers to outlives retention and the plan that made it', async () => {
  const [layoutId] = plan.layoutIds;
  await plan.draft();
  const twin = await importPlan(plan.workspace, withoutLog(await exportPlan(plan.workspace, plan.planId)));
  const { planId } = (await twin.json()) as { planId: string };
  expect((await plan.send('POST', `/v1/plans/${planId}/publications`, { layoutId })).status).toBe(201);
  // Nothing else refers to it any more.
  await env.DB.prepare('DELETE FROM plan_layouts').run();
  const sweep = (days: number) =>
    sweepRecord(wirePorts(env), { jobDays: 30, layoutDays: 30 }, Date.now() + days * 86_400_000);
  await sweep(31);
  const there = async (id = layoutId) => (await plan.send('GET', `/v1/layouts/${id}`)).status;
  expect([await there(), await there(plan.layoutIds[1])]).toEqual([200, 404]);
  await env.DB.prepare(
    'INSERT INTO plan_layouts (workspace_id, plan_id, layout_id, created_at) SELECT workspace_id, ?, layout_id, created_at FROM layouts',
  )
    .bind(plan.planId)
    .run();
  expect((await plan.workspace.fetch(`/v1/plans/${plan.planId}`, { method: 'DELETE' })).status).toBe(204);
  expect(await there()).toBe(200);
  expect((await plan.workspace.fetch(`/v1/plans/${planId}`, { method: 'DELETE' })).status).toBe(204);
  await sweep(62);
  expect(await there()).toBe(404);
});
