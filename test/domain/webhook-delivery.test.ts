import { expect, test } from 'vitest';
import { nextTryMs, RETRY_DELAYS_MS } from '../../src/domain/webhook-delivery.ts';

test('what fails is tried again for three days, ever more seldom, and then no more', () => {
  const tries = [0];
  for (;;) {
    const next = nextTryMs(tries.length, tries.at(-1) ?? 0);
    if (next === null) break;
    tries.push(next);
  }
  expect(tries).toHaveLength(RETRY_DELAYS_MS.length + 1);
  expect(tries.slice(0, 3)).toEqual([0, 5_000, 65_000]);
  expect((tries.at(-1) ?? 0) / 3_600_000).toBeCloseTo(71.85, 2);
});
