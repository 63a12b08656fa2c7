import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DeliveryStore } from '../../src/application/delivery-store.ts';
import { answer, type Behaviour, deliveryRig, type Message, numbersByPlan, OK } from '../delivery-rig.ts';
import { expectAllDelivered } from '../expect-all-delivered.ts';
import { sqliteD1 } from '../sqlite-d1.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const takes: Behaviour = () => ({ isTaken: true, answer: OK });
const refuses: Behaviour = () => ({ isTaken: false, answer: answer(503) });

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});

test('10,000 events reach a receiver that fails, hangs and is down for an hour: each at least once, those of a plan in order', async () => {
  await expectAllDelivered(sqliteD1(), { plans: 20, events: 500 });
}, 120_000);

describe('an event that is refused for three days', () => {
  test('is given up then, holds up its own plan alone until then, and can be replayed', async () => {
    const rig = await deliveryRig(sqliteD1(), ({ planId, n }) =>
      (planId === 'a' && n === 0 ? refuses : takes)({} as Message),
    );
    const startMs = rig.clock.nowMs;
    await rig.record('a', 0, 3);
    await rig.record('b', 0, 3);
    await rig.run(startMs + 70 * HOUR);
    expect(numbersByPlan(rig.taken)).toEqual(new Map([['b', [0, 1, 2]]]));
    await rig.run();
    expect(numbersByPlan(rig.taken).get('a')).toEqual([1, 2]);
    expect((rig.clock.nowMs - startMs) / DAY).toBeCloseTo(3, 1);
    const [dead] = (await rig.deliveries()).filter(({ state }) => state === 'dead');
    expect(dead).toMatchObject({
      planId: 'a',
      attempts: 15,
      lastStatus: 503,
      lastError: 'status 503',
      nextAttemptAt: null,
    });
    expect((await rig.webhook())?.state).toBe('enabled');
    rig.behaviour = takes;
    const { workspaceId, webhookId } = rig;
    expect(await rig.ports.deliveries.replay(workspaceId, webhookId, dead?.eventId ?? '', rig.clock.nowMs)).toBe(1);
    await rig.run();
    expect(rig.taken.at(-1)).toMatchObject({ id: dead?.eventId, planId: 'a', n: 0 });
    expect((await rig.deliveries()).every(({ state }) => state === 'delivered')).toBe(true);
  });
});

describe('a webhook is disabled', () => {
  test('when nothing has reached it for five days; what it missed is sent in order when it is replayed', async () => {
    const rig = await deliveryRig(sqliteD1(), refuses);
    const { workspaceId, webhookId, ports } = rig;
    const startMs = rig.clock.nowMs;
    await rig.record('a', 0, 5);
    await rig.run();
    expect((rig.clock.nowMs - startMs) / DAY).toBeGreaterThanOrEqual(5);
    expect((rig.clock.nowMs - startMs) / DAY).toBeLessThan(6);
    expect(await rig.webhook()).toMatchObject({
      state: 'disabled',
      reason: 'failing',
      failingSince: new Date(startMs).toISOString(),
    });
    expect((await rig.deliveries()).map(({ state }) => state)).toEqual(Array(5).fill('dead'));
    // What happens meanwhile is given up at once.
    const before = rig.sent();
    await rig.record('a', 5, 2);
    await rig.run();
    expect(rig.sent()).toBe(before);
    expect(await rig.deliveries()).toHaveLength(7);
    rig.behaviour = takes;
    await ports.webhooks.change(workspaceId, webhookId, { state: 'enabled' }, null);
    expect(await rig.webhook()).toMatchObject({ state: 'enabled', reason: null, failingSince: null });
    expect(await ports.deliveries.replay(workspaceId, webhookId, null, rig.clock.nowMs)).toBe(7);
    await rig.run();
    expect(numbersByPlan(rig.taken).get('a')).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('at once when its receiver says 410', async () => {
    const rig = await deliveryRig(sqliteD1(), ({ n }) => ({ isTaken: true, answer: n === 1 ? answer(410) : OK }));
    await rig.record('a', 0, 4);
    await rig.run();
    expect(numbersByPlan(rig.taken).get('a')).toEqual([0, 1]);
    expect(await rig.webhook()).toMatchObject({ state: 'disabled', reason: 'gone' });
    expect((await rig.deliveries()).map(({ state, lastStatus }) => [state, lastStatus])).toEqual([
      ['dead', null],
      ['dead', null],
      ['dead', 410],
      ['delivered', 204],
    ]);
  });

  test('not by failures between which something arrives', async () => {
    const rig = await deliveryRig(sqliteD1(), takes);
    const startMs = rig.clock.nowMs;
    rig.behaviour = ({ planId, atMs }) => (planId === 'b' || atMs > startMs + 6 * DAY ? takes : refuses)({} as Message);
    for (let day = 0; day < 7; day++) {
      rig.clock.nowMs = Math.max(rig.clock.nowMs, startMs + day * DAY);
      await rig.record('a', day, 1);
      await rig.record('b', day, 1);
      await rig.run(startMs + (day + 1) * DAY);
    }
    expect((await rig.webhook())?.state).toBe('enabled');
    expect(numbersByPlan(rig.taken).get('b')).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

test('of two that see to a lane one sends, and who dies is followed by another when its lease ends', async () => {
  const rig = await deliveryRig(sqliteD1(), takes);
  const { ports, clock } = rig;
  await rig.record('a', 0, 3);
  const [lane] = await ports.deliveries.takeDue(clock.nowMs, 10);
  if (lane === undefined) throw new Error('no lane');
  expect(await ports.deliveries.takeDue(clock.nowMs, 10)).toEqual([]);
  const open = await ports.deliveries.open(lane, 'first', clock.nowMs, clock.nowMs + MINUTE, 10);
  expect(open?.pending.map(({ tries }) => tries)).toEqual([0, 0, 0]);
  expect(await rig.deliver(lane, 'second')).toEqual({ wakeMs: null });
  expect(rig.taken).toEqual([]);
  const settlement = {
    state: 'delivered',
    status: 204,
    error: null,
    atMs: clock.nowMs,
    nextMs: null,
    isGone: false,
  } as const;
  const eventNumber = open?.pending[0]?.eventNumber ?? 0;
  const late = { ...settlement, eventNumber, failingSinceMs: 0 };
  clock.nowMs += MINUTE;
  expect(await ports.deliveries.takeDue(clock.nowMs, 10)).toEqual([lane]);
  expect(await rig.deliver(lane, 'second')).toEqual({ wakeMs: null });
  expect(numbersByPlan(rig.taken).get('a')).toEqual([0, 1, 2]);
  // Who comes too late records nothing.
  expect(await ports.deliveries.settle(lane, 'first', late, clock.nowMs)).toBeNull();
  expect((await rig.deliveries()).map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
});

test('what comes while a lane is seen to is sent by who does', async () => {
  const rig = await deliveryRig(sqliteD1(), takes);
  await rig.record('a', 0, 1);
  const { deliveries } = rig.ports;
  let came = 0;
  const late: DeliveryStore = {
    ...deliveries,
    async release(...given) {
      // It sees the lease and leaves the new event to its holder.
      if (came++ === 0) {
        await rig.record('a', 1, 1);
        expect(await deliveries.takeDue(rig.clock.nowMs, 10)).toEqual([]);
      }
      return deliveries.release(...given);
    },
  };
  rig.clock.nowMs += 10_000;
  const [lane] = await deliveries.takeDue(rig.clock.nowMs, 10);
  await rig.deliver(lane ?? { laneId: 0 }, 'only', 50, late);
  expect(numbersByPlan(rig.taken).get('a')).toEqual([0, 1]);
});

test('the same fact is the same event, and a workspace without webhooks keeps none', async () => {
  const rig = await deliveryRig(sqliteD1(), takes);
  await rig.record('a', 0, 2);
  await rig.record('a', 0, 3);
  await rig.run();
  expect(numbersByPlan(rig.taken).get('a')).toEqual([0, 1, 2]);
  await rig.ports.webhooks.remove(rig.workspaceId, rig.webhookId, null);
  await rig.record('a', 3, 1);
  expect(await rig.ports.events.spreadDue(rig.clock.nowMs + MINUTE, 100)).toBe(0);
});

test('both secrets sign until the old one ends, and an address that may not be told any more is not', async () => {
  const rig = await deliveryRig(sqliteD1(), takes);
  const { ports, workspaceId, webhookId, clock } = rig;
  const next = `whsec_${btoa('n'.repeat(32))}`;
  await ports.webhooks.replaceSecret(workspaceId, webhookId, next, clock.nowMs + HOUR);
  rig.secrets = [rig.secret, next];
  await rig.record('a', 0, 1);
  await rig.run();
  expect(rig.taken).toHaveLength(1);
  clock.nowMs += HOUR;
  await rig.record('a', 1, 1);
  await rig.run(clock.nowMs);
  // The old one verifies nothing any more: the rig's receiver throws.
  expect(rig.taken).toHaveLength(1);
  rig.secrets = [next];
  await rig.run();
  expect(rig.taken).toHaveLength(2);
  await ports.webhooks.change(workspaceId, webhookId, { url: 'https://10.0.0.1/' }, null);
  await rig.record('a', 2, 1);
  await rig.run(clock.nowMs);
  expect(rig.taken).toHaveLength(2);
  expect((await rig.deliveries())[0]).toMatchObject({
    state: 'pending',
    lastError: expect.stringContaining('public address'),
  });
});
