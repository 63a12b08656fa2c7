import { expect, test } from 'vitest';
import { openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();

interface Problem {
  readonly status: number;
  readonly violations: { field: string; value: string; detail: string; remedy: string }[];
}

async function refused(path: string): Promise<Problem> {
  const response = await workspace.fetch(path);
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  return (await response.json()) as Problem;
}

test('an unknown query parameter is refused and the known ones are listed', async () => {
  const { violations } = await refused('/v1/plans?limt=5&sort=name');
  expect(violations).toEqual([
    { field: 'limt', value: '5', detail: 'is not known here', remedy: 'known here: cursor, limit' },
    { field: 'sort', value: 'name', detail: 'is not known here', remedy: 'known here: cursor, limit' },
  ]);
});

test.each([
  ['0', 'is too small', 'send at least 1'],
  ['1001', 'is too large', 'send at most 1000'],
  ['0x10', 'is not a whole number', 'send decimal digits, such as 12'],
  ['1e2', 'is not a whole number', 'send decimal digits, such as 12'],
  ['', 'is not a whole number', 'send decimal digits, such as 12'],
  [' 5', 'is not a whole number', 'send decimal digits, such as 12'],
  ['5.5', 'is not a whole number', 'send decimal digits, such as 12'],
])('limit=%j %s', async (value, detail, remedy) => {
  const { violations } = await refused(`/v1/plans?limit=${encodeURIComponent(value)}`);
  expect(violations).toEqual([{ field: 'limit', value, detail, remedy }]);
});

test('a parameter sent twice is refused', async () => {
  const { violations } = await refused('/v1/plans?limit=5&limit=6');
  expect(violations).toMatchObject([{ field: 'limit', value: '["5","6"]', detail: 'is there more than once' }]);
});

test('a cursor that no page gave is refused', async () => {
  for (const cursor of ['%', 'abc', 'LTE', '4pyT', 'x'.repeat(999), 'x'.repeat(1001)]) {
    expect((await refused(`/v1/plans?cursor=${encodeURIComponent(cursor)}`)).violations).toMatchObject([
      { field: 'cursor' },
    ]);
  }
});

test('everything wrong with a query is told at once', async () => {
  const { violations } = await refused('/v1/plans?limit=abc&cursor=&x=1');
  expect(violations.map(({ field }) => field).sort()).toEqual(['cursor', 'limit', 'x']);
});
