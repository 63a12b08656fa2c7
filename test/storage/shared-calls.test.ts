import { describe, expect, test } from 'vitest';
import { SharedCalls } from '../../src/storage/shared-calls.ts';

/** Calls that end when they are told to, and answer what the state was when they began. */
function controlled() {
  const calls: { items: readonly string[]; end: () => void; fail: () => void }[] = [];
  let state = 0;
  const call = (items: readonly string[]) => {
    const seen = state;
    return new Promise<string[]>((resolve, reject) => {
      const end = () => resolve(items.map((item) => `${item}:${seen}`));
      calls.push({ items, end, fail: () => reject(new Error('broken')) });
    });
  };
  const shared = new SharedCalls<string, string>(call, true);
  return { calls, shared, change: () => void state++ };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('calls that requests share', () => {
  test('answer with nothing that was so before somebody asked: who comes during a call waits for the next', async () => {
    const { calls, shared, change } = controlled();
    const first = [shared.ask('a')];
    await settle();
    change();
    const second = [shared.ask('c'), shared.ask('d')];
    await settle();
    expect(calls.map(({ items }) => items)).toEqual([['a']]);
    calls[0]?.end();
    expect(await Promise.all(first)).toEqual(['a:0']);
    await settle();
    expect(calls.map(({ items }) => items)).toEqual([['a'], ['c', 'd']]);
    calls[1]?.end();
    expect(await Promise.all(second)).toEqual(['c:1', 'd:1']);
  });

  test('fail for those who asked alone, and the next ones go on', async () => {
    const { calls, shared } = controlled();
    const first = shared.ask('a');
    await settle();
    const second = shared.ask('b');
    calls[0]?.fail();
    await expect(first).rejects.toThrow('broken');
    await settle();
    calls[1]?.end();
    expect(await second).toBe('b:0');
  });
});
