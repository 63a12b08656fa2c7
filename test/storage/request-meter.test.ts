import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { RequestMeter } from '../../src/application/ports.ts';
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

test('where counting fails requests pass', async () => {
  const broken = {
    getByName: () => ({ take: () => Promise.reject(new Error('broken')) }),
  } as unknown as typeof env.COUNTERS;
  expect(await newMeter(broken).take(workspace(), 'requests')).toBeNull();
});
