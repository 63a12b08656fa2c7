import { expect, test } from 'vitest';
import { inferMetrics } from '../../src/domain/infer-metrics.ts';

function infer(rows: Record<string, unknown>[]) {
  return inferMetrics(rows.map((row, i) => ({ line: i + 2, fields: new Map(Object.entries(row)) })));
}

test('columns of amounts are metrics, in the order of their columns', () => {
  expect(
    infer([
      { id: '1', lat: '1', lng: '2', b: '12', a: '0.5' },
      { id: '2', b: '', a: '7' },
    ]),
  ).toEqual(['b', 'a']);
});

test.each([
  ['a code with leading zeros', ['01001', '90210']],
  ['a negative number', ['5', '-1']],
  ['text', ['5', 'five']],
  ['a number beyond all bounds', [`1${'0'.repeat(400)}`]],
  ['hexadecimal', ['0x10']],
  ['an exponent', ['1e3']],
  ['text in JSON', [5, true]],
  ['nothing', ['', ' ', null]],
])('a column with %s is none', (_, values) => {
  expect(infer(values.map((value) => ({ column: value })))).toEqual([]);
});

test('names that can be no metric are none', () => {
  expect(infer([{ accounts: '5', 'a:b': '1', 'c,d': '2', name: '3', ok: '4' }])).toEqual(['ok']);
});

test('what a row names as its metrics is one', () => {
  const rows = [{ line: 1, fields: new Map(), metrics: new Map<string, unknown>([['revenue', 'x']]) }];
  expect(inferMetrics(rows)).toEqual(['revenue']);
});

test('more than sixteen are refused with their names', () => {
  const row = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`m${i}`, i]));
  expect(() => infer([row])).toThrowError(/17 columns hold numbers \(m0, m1/);
});
