import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAX_AGE_MS } from '../../src/application/as-of.ts';
import { RecentReads, WriteOrder } from '../../src/storage/recent-reads.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

/** Reads of a state that changes, each of which ends when it is told to or at once. */
function changing() {
  let state: string | null = 'first';
  const held: (() => void)[] = [];
  let [reads, isHeld] = [0, false];
  const order = new WriteOrder();
  const recent = new RecentReads<string, string>(order, {
    read: async (item) => {
      reads++;
      const seen = state;
      if (isHeld) await new Promise<void>((end) => void held.push(end));
      return seen && `${item} ${seen}`;
    },
    keyOf: (item) => item,
    workspaceOf: () => 'wsp',
    capacity: 2,
  });
  return {
    ...{ order, recent },
    set(to: string | null) {
      state = to;
    },
    hold() {
      isHeld = true;
    },
    release: () => held.splice(0).forEach((end) => void end()),
    count: () => reads,
  };
}

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

test('what was read a moment ago is answered, and nothing older', async () => {
  const { recent, set, count } = changing();
  expect(await recent.ask('a')).toBe('a first');
  set('second');
  pass(0.75 * MAX_AGE_MS);
  expect(await recent.ask('a')).toBe('a first');
  expect(count()).toBe(1);
  expect(await recent.askNow('a')).toBe('a second');
  set('third');
  pass(MAX_AGE_MS + 1);
  expect(await recent.ask('a')).toBe('a third');
});

test('what is asked for is renewed before it is too old, once, so that nobody waits', async () => {
  const { recent, set, count, hold, release } = changing();
  await recent.ask('a');
  set('second');
  hold();
  pass(0.75 * MAX_AGE_MS + 1);
  expect(await Promise.all([recent.ask('a'), recent.ask('a'), recent.ask('a')])).toEqual(Array(3).fill('a first'));
  expect(count()).toBe(2);
  release();
  await settle();
  expect(await recent.ask('a')).toBe('a second');
  expect(count()).toBe(2);
});

test('after a write to its workspace nothing is answered that was read before, not even by a read that was under way', async () => {
  const { recent, order, set, hold, release, count } = changing();
  await recent.ask('a');
  hold();
  const underWay = recent.askNow('a');
  set('second');
  order.note('wsp');
  const after = recent.ask('a');
  expect(count()).toBe(3);
  release();
  expect(await underWay).toBe('a first');
  expect(await after).toBe('a second');
  expect(await recent.ask('a')).toBe('a second');
  order.note('another');
  expect(await recent.ask('a')).toBe('a second');
  expect(count()).toBe(3);
});

test('a read that ends late does not take the place of a later one', async () => {
  const { recent, order, set, hold, release } = changing();
  hold();
  const early = recent.askNow('a');
  order.note('wsp');
  set('second');
  const late = recent.askNow('a');
  release();
  expect([await early, await late]).toEqual(['a first', 'a second']);
  expect(await recent.ask('a')).toBe('a second');
});

test('what is not there is read each time, and only so much is kept', async () => {
  const { recent, set, count } = changing();
  set(null);
  expect([await recent.ask('a'), await recent.ask('a')]).toEqual([null, null]);
  expect(count()).toBe(2);
  set('there');
  for (const item of ['a', 'b', 'c', 'a']) await recent.ask(item);
  expect(count()).toBe(6);
});

test('the last write counts also of a workspace that is not remembered any more', () => {
  const order = new WriteOrder();
  const before = order.now;
  order.note('wsp');
  const after = order.now;
  for (let other = 0; other < 1_000; other++) order.note(`other ${other}`);
  expect(order.isSince('wsp', before)).toBe(false);
  expect(order.isSince('wsp', after)).toBe(true);
  expect(order.isSince('never written', order.now)).toBe(true);
});
