import { describe, expect, test } from 'vitest';
import { readAccount } from '../../src/domain/read-account.ts';
import { readNumber } from '../../src/domain/read-number.ts';

function read(fields: Record<string, unknown>, metrics: string[] = []) {
  return readAccount({ line: 3, fields: new Map(Object.entries(fields)) }, new Set(metrics));
}

function faultOf(fields: Record<string, unknown>, metrics: string[] = []) {
  const row = read({ id: 'a', lat: 1, lng: 2, ...fields }, metrics);
  return row.ok ? null : row.violations.map(({ field, value, detail }) => [field, value, detail]);
}

test.each([
  ['0', 0],
  ['-0.5', -0.5],
  ['+1.', 1],
  ['.5', 0.5],
  ['1e3', 1000],
  [' 12 ', 12],
  [7, 7],
])('%j is a number', (value, number) => {
  expect(readNumber(value)).toBe(number);
});

test.each([
  '',
  ' ',
  'abc',
  '0x10',
  '1e400',
  '1e99999',
  '12 abc',
  '1,5',
  '1_000',
  'NaN',
  'Infinity',
  '--1',
  '1e',
  '.',
  '５',
  Number.NaN,
  Infinity,
  true,
  [1],
  null,
])('%j is no number', (value) => {
  expect(readNumber(value)).toBeNull();
});

describe('a row', () => {
  test('becomes an account: metrics as numbers, empty ones 0, the rest as text', () => {
    expect(
      read(
        {
          id: ' a1 ',
          name: ' Bo ',
          lat: '40.5',
          lng: '-74',
          revenue: '12.5',
          visits: '',
          zip: '01001',
          note: '',
          ok: true,
          n: 5,
        },
        ['revenue', 'visits', 'hours'],
      ),
    ).toEqual({
      ok: true,
      line: 3,
      account: {
        id: 'a1',
        name: 'Bo',
        lat: 40.5,
        lng: -74,
        segment: null,
        productLines: [],
        size: null,
        requiredSkills: [],
        visitMinutes: null,
        visitsPerPeriod: null,
        lastVisit: null,
        repId: null,
        status: null,
        metrics: { revenue: 12.5, visits: 0, hours: 0 },
        attributes: { zip: '01001', ok: 'true', n: '5' },
      },
    });
  });

  test('has lists from arrays and from text with semicolons, each entry once', () => {
    const fields = {
      id: 'a',
      lat: 1,
      lng: 2,
      productLines: ' ovens; mixers ;;ovens',
      requiredSkills: ['gas', 'cold', ''],
    };
    expect(
      read({ ...fields, visitMinutes: '45', visitsPerPeriod: 6.5, repId: 7, size: 120, segment: ' ' }),
    ).toMatchObject({
      account: {
        productLines: ['ovens', 'mixers'],
        requiredSkills: ['gas', 'cold'],
        visitMinutes: 45,
        visitsPerPeriod: 6.5,
        lastVisit: null,
        repId: '7',
        size: '120',
        segment: null,
        attributes: {},
      },
    });
  });

  test('leaves a declared metric what it is when its name has become that of a field', () => {
    expect(read({ id: 'a', lat: 1, lng: 2, size: '5' }, ['size'])).toMatchObject({
      account: { size: null, metrics: { size: 5 } },
    });
  });

  test('may stand at the poles and on the antimeridian', () => {
    expect(faultOf({ lat: 90, lng: 180 })).toBeNull();
    expect(faultOf({ lat: '-90', lng: '-180' })).toBeNull();
  });

  test.each([
    ['lat', 'is above 90', { lat: '91' }, '91'],
    ['lat', 'is below -90', { lat: -90.001 }, '-90.001'],
    ['lng', 'is above 180', { lng: '540' }, '540'],
    ['lat', 'is not a number', { lat: 'NaN' }, 'NaN'],
    ['lat', 'is not a number', { lat: '40,5' }, '40,5'],
    ['lng', 'is empty', { lng: '' }, ''],
    ['lng', 'is empty', { lng: null }, ''],
    ['id', 'is empty', { id: ' ' }, ' '],
    ['id', 'is not text', { id: { a: 1 } }, '{"a":1}'],
    ['id', 'is not text', { id: 1.5 }, '1.5'],
    ['id', 'is longer than 200 characters', { id: 'x'.repeat(201) }, `${'x'.repeat(99)}…`],
    ['id', 'holds a control character', { id: 'a\u0000b' }, 'a\u0000b'],
    ['id', 'holds a control character', { id: 'a\ud800' }, 'a\ufffd'],
    ['visitMinutes', 'is negative', { visitMinutes: '-1' }, '-1'],
    ['visitsPerPeriod', 'is above 10000', { visitsPerPeriod: 1e6 }, '1000000'],
    ['visitsPerPeriod', 'is not a number', { visitsPerPeriod: 'weekly' }, 'weekly'],
    ['productLines', 'is not a list', { productLines: { a: 1 } }, '{"a":1}'],
    ['productLines', 'holds a semicolon', { productLines: ['a;b'] }, 'a;b'],
    [
      'requiredSkills',
      'has more than 50 entries',
      { requiredSkills: Array(51).fill('s').join(';') },
      `${'s;'.repeat(49)}s…`,
    ],
    ['segment', 'is not text', { segment: ['a'] }, '["a"]'],
    ['segment', 'is longer than 200 characters', { segment: 'x'.repeat(201) }, `${'x'.repeat(99)}…`],
    ['repId', 'is not text', { repId: 1.5 }, '1.5'],
    ['note', 'is longer than 10000 characters', { note: 'x'.repeat(10_001) }, `${'x'.repeat(99)}…`],
    ['note', 'holds a NUL character', { note: 'a\u0000' }, 'a\u0000'],
  ])('is refused when its %s %s: case %#', (field, detail, fields, value) => {
    expect(faultOf(fields)).toEqual([[field, value, detail]]);
  });

  test.each([
    ['-1', 'is negative'],
    ['abc', 'is not a number'],
    ['1e400', 'is not a number'],
    [true, 'is not a number'],
    [[5], 'is not a number'],
  ])('with the metric value %j is refused', (revenue, detail) => {
    expect(faultOf({ revenue }, ['revenue'])).toMatchObject([['revenue', expect.any(String), detail]]);
  });

  test('has all its faults named at once, each with its line and a remedy', () => {
    const row = read({ lat: '95', lng: 'x', revenue: '-1' }, ['revenue']);
    expect(row).toMatchObject({ ok: false, line: 3 });
    const violations = row.ok ? [] : row.violations;
    expect(violations.map(({ field }) => field)).toEqual(['id', 'lat', 'lng', 'revenue']);
    for (const { line, remedy } of violations) expect([line, remedy.length > 10]).toEqual([3, true]);
  });

  test('may name its metrics and attributes itself, and no metric that is not one', () => {
    const row = {
      line: 1,
      fields: new Map<string, unknown>([
        ['id', 'a'],
        ['lat', 1],
        ['lng', 2],
      ]),
      metrics: new Map<string, unknown>([['revenue', 5]]),
      attributes: new Map<string, unknown>([['segment', 'x']]),
    };
    expect(readAccount(row, new Set(['revenue']))).toMatchObject({
      account: { metrics: { revenue: 5 }, attributes: { segment: 'x' } },
    });
    expect(readAccount(row, new Set(['visits']))).toMatchObject({
      ok: false,
      violations: [{ field: 'revenue', detail: 'is not a metric here', remedy: 'the metrics are: visits' }],
    });
  });

  test('keeps a column of the name __proto__ as an attribute', () => {
    const row = readAccount(
      {
        line: 1,
        fields: new Map<string, unknown>([
          ['id', 'a'],
          ['lat', 1],
          ['lng', 2],
          ['__proto__', 'x'],
        ]),
      },
      new Set(),
    );
    expect(row.ok && Object.entries(row.account.attributes)).toEqual([['__proto__', 'x']]);
  });
});
