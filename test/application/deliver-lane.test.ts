import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, test, vi } from 'vitest';
import { expectAllDelivered } from '../expect-all-delivered.ts';

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(() => {
  vi.useRealTimers();
});

// The same as in `deliver-lane.node.test.ts`, on D1.
test('events on D1 reach a receiver that fails, hangs and is down for an hour: each at least once, those of a plan in order', async () => {
  await expectAllDelivered(env.DB, { plans: 3, events: 50 });
}, 120_000);
