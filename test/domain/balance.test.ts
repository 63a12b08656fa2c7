import { describe, expect, test } from 'vitest';
import { balanceOf, parseBalance } from '../../src/domain/balance.ts';
import { settleSums } from '../../src/domain/settle-sums.ts';

describe('a balance', () => {
  test('reads metrics and tolerances in their order', () => {
    expect(Object.entries(parseBalance('visits: 0.2 , revenue:0.05'))).toEqual([
      ['visits', 0.2],
      ['revenue', 0.05],
    ]);
  });

  test.each([
    ['', 'names no metric'],
    ['revenue', 'has no tolerance'],
    ['revenue:', 'has no tolerance'],
    ['revenue:5%', 'has no tolerance'],
    ['revenue:0x1', 'has no tolerance'],
    [':0.1', 'names no metric'],
    ['revenue:5', 'above 0 and at most 1'],
    ['revenue:0', 'above 0 and at most 1'],
    ['revenue:-0.1', 'above 0 and at most 1'],
    ['revenue:0.1,revenue:0.2', 'names the metric twice'],
    ['revenue:0.1,', 'names no metric'],
  ])('refuses %j', (text, detail) => {
    expect(() => parseBalance(text)).toThrow(detail);
  });

  test('names every violation', () => {
    expect(() => parseBalance('a:7,b,c:0.1')).toThrow(
      expect.objectContaining({
        violations: [expect.objectContaining({ value: 'a:7' }), expect.objectContaining({ value: 'b:' })],
      }),
    );
  });

  test('keeps a metric with a name that objects have', () => {
    expect(Object.keys(balanceOf([['__proto__', 0.1]]))).toEqual(['__proto__']);
  });

  test('of nothing is the number of accounts', () => {
    expect(balanceOf([])).toEqual({ accounts: 0.1 });
  });
});

test('sums of the same numbers in any order settle to the same', () => {
  const terms = [0.1, 0.2, 0.3, 1e6 + 0.7, 12345.67, 0.05];
  const forward = terms.reduce((sum, term) => sum + term, 0);
  const backward = terms.reduceRight((sum, term) => sum + term, 0);
  expect(forward).not.toBe(backward);
  expect(settleSums(Float64Array.of(forward, 7))).toEqual(settleSums(Float64Array.of(backward, 7)));
  expect(settleSums(Float64Array.of(0.1 + 0.2))[0]).toBe(0.3);
});
