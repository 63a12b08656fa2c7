import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { RequestMeter } from '../../src/application/request-meter.ts';
import { requestMeter } from '../../src/storage/request-meter.ts';

/** 60 requests a minute. */
const SCALE = 0.1;
const workspace = () => `wsp_${crypto.randomUUID()}`;
const newMeter = (counters = env.COUNTERS) => requestMeter(counters, SCALE);

async function takeAll(meter: RequestMeter, workspaceId: string, count: number) {
  const taken = [];
  for (let at = 0; at < count; at++) taken.push(await meter.take(workspaceId, 'requests'));
  return taken;
}

test('requests that follow each other are counted here and refused at the limit, each once', async () => {
  const [meter, id] = [newMeter(), workspace()];
  const taken = await takeAll(meter, id, 62);
  expect(taken.map((one) => one?.allowed)).toEqual([...Array(60).fill(true), false, false]);
  expect(taken.slice(0, 60).map((one) => one?.remaining)).toEqual(Array.from({ length: 60 }, (_, at) => 59 - at));
});

test('the object is asked once for what follows at once, and told of all of it soon after', async () => {
  let calls = 0;
  const counters = {
    getByName(name: string) {
      calls++;
      return env.COUNTERS.getByName(name);
    },
  } as unknown as typeof env.COUNTERS;
  const id = workspace();
  await takeAll(newMeter(counters), id, 10);
  expect(calls).toBe(1);
  await expect
    .poll(async () => (await newMeter().take(id, 'requests'))?.remaining, { timeout: 5_000 })
    .toBeLessThan(50);
  expect(calls).toBe(2);
});

test('a limit that another isolate used up refuses as soon as the object says so', async () => {
  const [one, other, id] = [newMeter(), newMeter(), workspace()];
  await takeAll(one, id, 1);
  await takeAll(other, id, 60);
  await expect.poll(async () => (await one.take(id, 'requests'))?.allowed, { timeout: 5_000 }).toBe(false);
});

test('four isolates together let through what one may', async () => {
  const id = workspace();
  await takeAll(newMeter(), id, 60);
  await scheduler.wait(400);
  const meters = Array.from({ length: 4 }, () => newMeter());
  const startMs = Date.now();
  let passed = 0;
  while (Date.now() - startMs < 2_500) {
    const taken = await Promise.all(meters.map((meter) => meter.take(id, 'requests')));
    passed += taken.filter((one) => one?.allowed).length;
    await scheduler.wait(5);
  }
  // One comes back in a second.
  expect(passed).toBeLessThanOrEqual(Math.ceil((Date.now() - startMs) / 1000) + 1);
});

test('what passed beyond the limit is owed', async () => {
  const id = workspace();
  const meters = Array.from({ length: 3 }, () => newMeter());
  for (const meter of meters) expect((await meter.take(id, 'requests'))?.allowed).toBe(true);
  // Each goes by what it was told: 57 are left, and less.
  for (const meter of meters) await takeAll(meter, id, 50);
  await scheduler.wait(400);
  const late = await newMeter().take(id, 'requests');
  expect(late).toMatchObject({ allowed: false, remaining: 0 });
  expect(late?.retryAfterSeconds).toBeGreaterThan(60);
});

test('requests that could not be told are told later', async () => {
  const id = workspace();
  let calls = 0;
  const counters = {
    getByName(name: string) {
      if (++calls === 2) throw new Error('broken once');
      return env.COUNTERS.getByName(name);
    },
  } as unknown as typeof env.COUNTERS;
  const meter = newMeter(counters);
  await takeAll(meter, id, 21);
  await expect.poll(() => calls, { timeout: 5_000 }).toBe(2);
  await takeAll(meter, id, 1);
  await expect
    .poll(async () => (await newMeter().take(id, 'requests'))?.remaining, { timeout: 5_000 })
    .toBeLessThanOrEqual(38);
});

test('a workspace that is forgotten is not kept again by what is told late', async () => {
  const [meter, id] = [newMeter(), workspace()];
  await takeAll(meter, id, 5);
  await env.COUNTERS.getByName(id).forget();
  await scheduler.wait(400);
  const kept = await runInDurableObject(env.COUNTERS.getByName(id), (_, { storage }) => storage.list());
  expect(kept.size).toBe(0);
});

test('where counting fails requests pass', async () => {
  const broken = {
    getByName: () => ({ take: () => Promise.reject(new Error('broken')) }),
  } as unknown as typeof env.COUNTERS;
  expect(await newMeter(broken).take(workspace(), 'requests')).toBeNull();
});
