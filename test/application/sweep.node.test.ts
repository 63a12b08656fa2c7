import { expect, test } from 'vitest';
import { runSweeps, type Sweep } from '../../src/application/sweep.ts';

/** A sweep that has so many rows, one to a step, and writes its name into a list at each. */
function rows(count: number, name: string, seen: string[]): Sweep {
  let left = count;
  return {
    calls: 2,
    step: async () => {
      seen.push(name);
      left--;
      return { removed: 1, calls: 1, more: left > 0 };
    },
  };
}

test('a long sweep does not keep a short one waiting', async () => {
  const seen: string[] = [];
  const report = await runSweeps({ long: rows(100, 'long', seen), short: rows(2, 'short', seen) }, 10);
  expect(seen.slice(0, 4)).toEqual(['long', 'short', 'long', 'short']);
  expect(report).toEqual({ removed: { long: 7, short: 2 }, calls: 9, complete: false, failed: {} });
});

test('no step is begun that might take more calls than are left', async () => {
  const seen: string[] = [];
  expect(await runSweeps({ only: rows(5, 'only', seen) }, 1)).toMatchObject({ calls: 0, complete: false });
  expect(seen).toEqual([]);
});

test('what is done is complete only where nothing was cut off and nothing failed', async () => {
  const seen: string[] = [];
  expect(await runSweeps({ only: rows(5, 'only', seen) }, 6)).toMatchObject({ removed: { only: 5 }, complete: true });
  const failing: Sweep = { calls: 2, step: () => Promise.reject(new Error('no table')) };
  const report = await runSweeps({ failing, good: rows(1, 'good', seen) }, 10);
  expect(report).toMatchObject({
    removed: { good: 1 },
    calls: 3,
    complete: false,
    failed: { failing: 'Error: no table' },
  });
});
