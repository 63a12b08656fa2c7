import { expect, test } from 'vitest';
import { type Bucket, type Taken, takeToken } from '../../src/domain/token-bucket.ts';

const POLICY = { quota: 3, windowSeconds: 6 };

function takeAt(...timesMs: number[]): Taken[] {
  let bucket: Bucket | null = null;
  return timesMs.map((nowMs) => {
    const answer = takeToken(bucket, POLICY, nowMs);
    bucket = answer.bucket;
    return answer.taken;
  });
}

test('a quota may be used at once, and not more', () => {
  expect(takeAt(0, 0, 0, 0)).toEqual([
    { allowed: true, remaining: 2, resetSeconds: 2, retryAfterSeconds: 0 },
    { allowed: true, remaining: 1, resetSeconds: 4, retryAfterSeconds: 0 },
    { allowed: true, remaining: 0, resetSeconds: 6, retryAfterSeconds: 0 },
    { allowed: false, remaining: 0, resetSeconds: 6, retryAfterSeconds: 2 },
  ]);
});

test('who waits as long as he is told is let through', () => {
  const [, , , refused] = takeAt(0, 0, 0, 500);
  expect(refused).toMatchObject({ allowed: false, retryAfterSeconds: 2 });
  expect(takeAt(0, 0, 0, 500, 2_500).at(-1)?.allowed).toBe(true);
  expect(takeAt(0, 0, 0, 500, 1_900).at(-1)?.allowed).toBe(false);
});

test('a bucket never holds more than its quota, and a clock that goes back fills nothing', () => {
  expect(takeAt(0, 1_000_000).at(-1)?.remaining).toBe(2);
  expect(takeAt(10_000, 10_000, 10_000, 0, 10_000).at(-1)?.allowed).toBe(false);
});
