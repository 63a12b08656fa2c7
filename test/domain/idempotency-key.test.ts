import { expect, test } from 'vitest';
import { parseIdempotencyKey } from '../../src/domain/idempotency-key.ts';

test('a key is the same, quoted or bare', () => {
  expect(parseIdempotencyKey('"8e03978e"')).toBe('8e03978e');
  expect(parseIdempotencyKey('8e03978e')).toBe('8e03978e');
  expect(parseIdempotencyKey('"a \\"b\\" \\\\"')).toBe('a "b" \\');
  expect(parseIdempotencyKey('x'.repeat(255))).toHaveLength(255);
});

test.each(['', '""', '"open', 'x'.repeat(256), 'schlüssel', '"a\\b"', '"a"b'])('%j is no key', (header) => {
  expect(() => parseIdempotencyKey(header)).toThrow(expect.objectContaining({ kind: 'invalid-parameter' }));
});
