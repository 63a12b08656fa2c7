import { describe, expect, test } from 'vitest';
import { WORKLOAD_METRIC } from '../../src/domain/metric.ts';
import {
  ACCOUNTS,
  accountsOf,
  box,
  drawn,
  EAST,
  imported,
  ownerAt,
  planOf,
  put,
  REPS,
  SQUARES,
  settle,
  WEST,
  workspace,
} from '../conflict-plan.ts';
import { send } from '../post-json.ts';

describe('every kind about territories is seen, settled by one call and gone', () => {
  const INNER = box(10.13, 50.03, 10.16, 50.06);
  const ENCLAVE = [
    drawn('west', [[WEST], [INNER]], { rep: 'r-west' }),
    drawn('east', [[EAST, [...INNER].reverse()]], { rep: 'r-east' }),
  ];

  test.each(['not-in-one-piece', 'hole'])('%s: a piece inside another territory goes to it', async (kind) => {
    const accounts = [...ACCOUNTS.filter(({ id }) => id !== 'e1'), { id: 'e3', lat: 50.01, lng: 10.15 }];
    const layoutId = await imported(await planOf([...accounts, { id: 'in', lat: 50.045, lng: 10.145 }]), ENCLAVE);
    expect(await ownerAt(layoutId, { lat: 50.045, lng: 10.145 })).toBe('west');
    const { answer, after } = await settle(layoutId, kind);
    expect(await ownerAt(answer.layoutId, { lat: 50.045, lng: 10.145 })).toBe('east');
    expect([after.counts.byKind['not-in-one-piece'], after.counts.byKind.hole]).toEqual([0, 0]);
  });

  test('hole: a place that a territory encloses and nobody has is filled', async () => {
    const accounts = ACCOUNTS.filter(({ id }) => id !== 'e1');
    const ring = drawn('east', [[EAST, INNER]], { rep: 'r-east' });
    const layoutId = await imported(await planOf(accounts), [SQUARES[0] as object, ring]);
    expect(await ownerAt(layoutId, { lat: 50.045, lng: 10.145 })).toBe(null);
    const { conflict, answer, after } = await settle(layoutId, 'hole');
    expect(conflict.where.territoryIds).toEqual(['east']);
    expect(await ownerAt(answer.layoutId, { lat: 50.045, lng: 10.145 })).toBe('east');
    expect(after.counts.byKind.hole).toBe(0);
  });

  test('empty-territory: a territory without accounts is taken away', async () => {
    const none = drawn('north', [[box(10, 50.1, 10.2, 50.15)]], { rep: 'r-east' });
    const layoutId = await imported(await planOf(), [...SQUARES, none]);
    const { conflict, answer } = await settle(layoutId, 'empty-territory');
    expect(conflict.severity).toBe('error');
    expect(await accountsOf(answer.layoutId)).toEqual({ west: 2, east: 2 });
  });

  /** Twelve accounts in a row, nine of them in the western square. */
  const ROW = Array.from({ length: 12 }, (_, at) => ({ id: `n${at}`, lat: 50.05, lng: 10.005 + at * 0.0115 }));

  test.each(['over-limit', 'under-limit'])(
    '%s: a rebalance brings territories within their tolerance',
    async (kind) => {
      const layoutId = await imported(await planOf(ROW, []));
      expect(await accountsOf(layoutId)).toEqual({ west: 9, east: 3 });
      const { conflict, after } = await settle(layoutId, kind);
      expect(conflict).toMatchObject({ severity: 'warning', amount: 0.5 });
      expect([after.counts.byKind['over-limit'], after.counts.byKind['under-limit']]).toEqual([0, 0]);
    },
  );

  test('over-limit: a rep with more hours serves what takes more than a rep has', async () => {
    const visited = ACCOUNTS.map((account) => ({ ...account, visitMinutes: 60, visitsPerPeriod: 10 }));
    const reps = [
      { id: 'r-west', capacityHours: 5 },
      { id: 'r-east', capacityHours: 500 },
      { id: 'r-spare', capacityHours: 400 },
    ];
    const layoutId = await imported(await planOf(visited, reps));
    const { conflict } = await settle(layoutId, 'over-limit');
    expect(conflict.detail).toMatch(/^west takes \d+(\.\d+)? hours a period; r-west has 5$/);
  });

  test('over-limit: the territories of a rep together count, and one of them goes to another', async () => {
    const visited = ACCOUNTS.map((account) => ({ ...account, visitMinutes: 60, visitsPerPeriod: 10 }));
    const squares = SQUARES.map((square) => ({ ...square, properties: { rep: 'r-west' } }));
    const planId = await planOf(visited, REPS);
    const layoutId = await imported(planId, squares);
    type Measured = { territories: { sums: Record<string, number> }[] };
    const { territories } = (await send<Measured>(workspace, 'GET', `/v1/layouts/${layoutId}`)).answer;
    const most = Math.max(...territories.map(({ sums }) => sums[WORKLOAD_METRIC] ?? 0));
    // Enough for either, and not for both.
    const capacities = { 'r-west': 1.2 * most, 'r-east': 0.1 * most, 'r-spare': 1.1 * most };
    await put(
      planId,
      'reps',
      Object.entries(capacities).map(([id, capacityHours]) => ({ id, capacityHours })),
    );
    const { conflict } = await settle(layoutId, 'over-limit');
    expect(conflict.where.territoryIds).toEqual(['west', 'east']);
    expect(conflict.detail).toMatch(/^west, east take \d+(\.\d+)? hours a period; r-west has \d/);
  });

  test('duplicate-name: one of two territories of a name gets another', async () => {
    const twins = SQUARES.map((square) => ({ ...square, properties: { ...square.properties, name: 'Center' } }));
    const layoutId = await imported(await planOf(), twins);
    const { conflict, answer } = await settle(layoutId, 'duplicate-name', { choices: { name: 'Far east' } });
    expect(conflict.where.territoryIds).toEqual(['west', 'east']);
    const { answer: layout } = await send<{ territories: { name: string }[] }>(
      workspace,
      'GET',
      `/v1/layouts/${answer.layoutId}`,
    );
    expect(layout.territories.map(({ name }) => name)).toEqual(['Center', 'Far east']);
  });

  test('stale-cell: accounts that moved and came are counted again', async () => {
    const planId = await planOf();
    const layoutId = await imported(planId);
    await put(planId, 'accounts', [
      { id: 'w1', lat: 50.03, lng: 10.15 },
      { id: 'new', lat: 50.05, lng: 10.05 },
    ]);
    const { before, after, answer } = await settle(layoutId, 'stale-cell');
    expect([before.counts.byKind['stale-cell'], after.counts.byKind['stale-cell']]).toEqual([2, 0]);
    expect(await accountsOf(answer.layoutId)).toEqual({ west: 2, east: 3 });
  });
});
