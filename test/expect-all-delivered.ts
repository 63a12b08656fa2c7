import { expect } from 'vitest';
import type { DeliveryStore } from '../src/application/delivery-store.ts';
import { answer, deliveryRig, numbersByPlan, OK, silence } from './delivery-rig.ts';
import { Dice } from './fuzz/dice.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];
/** Parts in which events come. */
const PARTS = 5;

/**
 * Sends events of some plans to a receiver that fails at random, hangs and is down for an hour, by deliverers of which some are lost and two see to each lane, and expects
 * that each arrives at least once, those of a plan in order. Every signature is verified. Time is that of the rig: `Date` must be faked.
 */
export async function expectAllDelivered(
  db: D1Database,
  given: { readonly plans: number; readonly events: number },
): Promise<void> {
  const { plans: PLANS, events: EVENTS } = given;
  const dice = new Dice(41);
  const rig = await deliveryRig(db, () => ({ isTaken: true, answer: OK }));
  const startMs = rig.clock.nowMs;
  const downMs = startMs + 3 * MINUTE;
  let twice = 0;
  rig.behaviour = ({ atMs }) => {
    if (atMs >= downMs && atMs < downMs + HOUR)
      return { isTaken: false, answer: silence('the receiver cannot be reached') };
    const roll = dice.next();
    if (roll < 0.1) return { isTaken: false, answer: answer(roll < 0.05 ? 500 : 429) };
    if (roll < 0.13) {
      // It hangs, before it has taken the message or after.
      rig.clock.nowMs += 5_000;
      return { isTaken: roll < 0.115, answer: silence('no answer within 5 s') };
    }
    return { isTaken: true, answer: OK };
  };
  // Now and then who delivers is lost between the answer and the record of it.
  const frail: DeliveryStore = {
    ...rig.ports.deliveries,
    async settle(...given) {
      if (dice.next() < 0.005) {
        twice++;
        throw new Error('lost');
      }
      return rig.ports.deliveries.settle(...given);
    },
  };
  for (let from = 0; from < EVENTS; from += EVENTS / PARTS) {
    for (let plan = 0; plan < PLANS; plan++) await rig.record(`plan-${plan}`, from, EVENTS / PARTS);
    // Two at once for each lane: one of them must give way.
    await rig.run(rig.clock.nowMs + 2 * MINUTE, frail, 2);
  }
  await rig.run(Number.POSITIVE_INFINITY, frail, 2);

  const plans = numbersByPlan(rig.taken);
  expect(plans.size).toBe(PLANS);
  const all = Array.from({ length: EVENTS }, (_, n) => n);
  for (const [plan, numbers] of plans) {
    // What came again came before anything after it.
    const once = numbers.filter((n, at) => n !== numbers[at - 1]);
    expect([plan, once]).toEqual([plan, all]);
  }
  const ids = new Map(rig.taken.map(({ id, planId, n }) => [`${planId}/${n}`, id]));
  for (const { id, planId, n } of rig.taken) expect(ids.get(`${planId}/${n}`)).toBe(id);
  expect(new Set(ids.values()).size).toBe(PLANS * EVENTS);
  // Chance has done its part.
  expect(twice).toBeGreaterThan(0);
  expect(rig.taken.length).toBeGreaterThan(PLANS * EVENTS);
  expect(rig.clock.nowMs - startMs).toBeGreaterThan(HOUR);
  const { items } = await rig.ports.deliveries.list(
    rig.workspaceId,
    rig.webhookId,
    { state: 'pending' },
    { cursor: null, limit: 1 },
  );
  expect(items).toEqual([]);
}
