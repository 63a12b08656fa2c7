import { expect, test } from 'vitest';
import { crc32 } from '../../src/domain/crc32.ts';
import { createKey, isKey } from '../../src/domain/key.ts';

test('crc32 agrees with the check value of the polynomial', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test('a key is recognised, and not once any character of it changes', () => {
  const key = createKey();
  expect(key).toMatch(/^hxk_[0-9A-Za-z]{36}$/);
  expect(isKey(key)).toBe(true);
  for (let i = 4; i < key.length; i++) {
    const changed = `${key.slice(0, i)}${key[i] === 'a' ? 'b' : 'a'}${key.slice(i + 1)}`;
    expect(isKey(changed), changed).toBe(false);
  }
});

test('keys differ', () => {
  expect(new Set(Array.from({ length: 1_000 }, createKey)).size).toBe(1_000);
});
