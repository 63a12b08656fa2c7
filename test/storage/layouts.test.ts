import { env } from 'cloudflare:workers';
import { cellToChildren, latLngToCell } from 'h3-js';
import { describe, expect, test, vi } from 'vitest';
import type { Cell, Resolution } from '../../src/domain/cell.ts';
import { ancestorAt, cellNumber, cellText } from '../../src/domain/cell-number.ts';
import type { Layout, LayoutId } from '../../src/domain/layout.ts';
import { ALL_ENTRIES } from '../../src/domain/layout-entry.ts';
import { type LeafTable, sortLeafTable } from '../../src/domain/leaf-table.ts';
import { layoutEntriesD1 } from '../../src/storage/layout-entries.d1.ts';
import { RecordedLayouts } from '../../src/storage/layout-store.ts';

/** A base cell of resolution 4, and others of one parent that are split down to `finest`. */
function leafTable(finest: number, split = 1): LeafTable {
  const whole = latLngToCell(40, -100, 4);
  const siblings = cellToChildren(latLngToCell(52, 13, 3), 4).slice(0, split);
  const cells = [whole, ...siblings.flatMap((cell) => cellToChildren(cell, finest))];
  return sortLeafTable({
    cells: BigUint64Array.from(cells, (cell) => cellNumber(cell as Cell)),
    territories: Uint32Array.from(cells, (_, leaf) => leaf % 3),
    sums: Float64Array.from(cells.flatMap((_, leaf) => (leaf % 2 === 0 ? [0, 0] : [1, 0.1 + leaf * 1e15]))),
  });
}

/** The store says in the log when KV fails. */
vi.spyOn(console, 'warn').mockReturnValue();

const entries = layoutEntriesD1(env.DB);
let counter = 0;
function layoutOf(leaves: LeafTable): Layout {
  counter++;
  return {
    layoutId: `lay_${'abcdefghij'[counter]}` as LayoutId,
    feasible: true,
    violations: [],
    violationCount: 0,
    resolution: { base: 4 as Resolution, finest: 9 as Resolution, why: 'Because.' },
    seed: 1,
    effort: 'normal',
    steps: 10,
    engine: 'none',
    metrics: ['accounts', 'revenue'],
    balance: { revenue: 0.1 },
    cover: { resolution: null, baseResolution: null, splitShare: 0.02, fillDistanceKm: null },
    totals: { sums: { accounts: 1, revenue: 2 }, leaves: leaves.cells.length, occupiedLeaves: 1, momentOfInertia: 3 },
    islands: [],
    islandCount: 0,
    territories: ['t1', 't2', 't3'].map((id, at) => ({
      id,
      name: `Gebiet „${at}“ – "Nord"`,
      accounts: 1,
      sums: { accounts: 1, revenue: 0.1 + 0.2 },
      targets: { accounts: 1, revenue: 1e21 },
      deviations: { accounts: 0, revenue: 1 / 3 },
      compactness: { momentOfInertia: 1.5e-7, polsbyPopper: 0.5 },
      areaKm2: 12,
      neighbors: [],
      color: at,
    })),
    rebalance: { from: 'lay_0' as LayoutId, budget: { metric: 'revenue', share: 0.1 }, moved: { revenue: 0.05 } },
  };
}

/** A cache of which every call throws. */
const broken = new Proxy({} as KVNamespace, {
  get: () => () => {
    throw new Error('KV is down');
  },
});

/** A database that counts what is asked of it. */
function counting(db: D1Database) {
  const asked: string[] = [];
  const counted = new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') {
        return (sql: string) => {
          asked.push(sql.replace(/\s+/g, ' '));
          return target.prepare(sql);
        };
      }
      const member = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { db: counted, asked };
}

const chainOf = (cell: string) =>
  Array.from({ length: 10 }, (_, steps) => cellText(ancestorAt(cellNumber(cell as Cell), 9 - steps)));

describe('a recorded layout', () => {
  test.each([
    ['with KV', env.CACHE],
    ['with a KV that throws', broken],
  ])('comes back whole, to the last bit, %s', async (_, kv) => {
    const leaves = leafTable(7);
    const layout = layoutOf(leaves);
    const store = new RecordedLayouts(env.DB, kv);
    await store.save('w1', layout, leaves, null);
    const found = await store.find('w1', layout.layoutId);
    expect(JSON.stringify(found)).toBe(JSON.stringify(layout));
    expect(await store.leaves('w1', layout)).toEqual(leaves);
    const [last = 0n] = leaves.cells.slice(-1);
    const owner = await store.findLeaf('w1', layout.layoutId, chainOf(cellText(ancestorAt(last, 7)) as string));
    expect(owner?.cell).toBe(cellText(last));
  });

  test('comes from the record where KV has lost it, and is put there again', async () => {
    const leaves = leafTable(6);
    const layout = layoutOf(leaves);
    const store = new RecordedLayouts(env.DB, env.CACHE);
    await store.save('w1', layout, leaves, null);
    const { keys } = await env.CACHE.list({ prefix: `layout/w1/${layout.layoutId}/` });
    expect(keys).toHaveLength(2);
    for (const { name } of keys) await env.CACHE.delete(name);
    expect(await store.find('w1', layout.layoutId)).toEqual(layout);
    expect(await store.leaves('w1', layout)).toEqual(leaves);
    expect((await env.CACHE.list({ prefix: `layout/w1/${layout.layoutId}/` })).keys).toHaveLength(2);
  });

  test('is asked for in KV only after the record has said that it exists', async () => {
    const asked: string[] = [];
    const watched = { get: async (key: string) => asked.push(key) } as unknown as KVNamespace;
    expect(await new RecordedLayouts(env.DB, watched).find('w1', 'lay_none' as LayoutId)).toBeNull();
    expect(asked).toEqual([]);
  });

  test('is saved once: again changes nothing but the list of the plan', async () => {
    const leaves = leafTable(5);
    const layout = layoutOf(leaves);
    const store = new RecordedLayouts(env.DB, env.CACHE);
    await store.save('w1', layout, leaves, null);
    const count = () =>
      env.DB.prepare(
        'SELECT (SELECT count(*) FROM layouts) + (SELECT count(*) FROM layout_leaves) + (SELECT count(*) FROM layout_territories) AS rows',
      ).first('rows');
    const before = await count();
    await store.save('w1', layout, leaves, 'p1');
    await store.attach('w1', layout.layoutId, 'p1');
    expect(await count()).toBe(before);
    expect(
      (await entries.list('w1', 'p1', ALL_ENTRIES, { cursor: null, limit: 10 })).items.map((item) => item.layoutId),
    ).toEqual([layout.layoutId]);
    expect(await store.plansOf('w1', layout.layoutId)).toEqual(['p1']);
  });

  test('is not found by another workspace', async () => {
    const leaves = leafTable(5);
    const layout = layoutOf(leaves);
    const store = new RecordedLayouts(env.DB, env.CACHE);
    await store.save('w1', layout, leaves, 'p1');
    expect(await store.find('w2', layout.layoutId)).toBeNull();
    expect(await store.leaves('w2', layout)).toBeNull();
    expect(await store.findLeaf('w2', layout.layoutId, chainOf(latLngToCell(40, -100, 9)))).toBeNull();
    expect((await entries.list('w2', 'p1', ALL_ENTRIES, { cursor: null, limit: 10 })).items).toEqual([]);
  });
});

describe('one look-up', () => {
  test('reads one row of the record, and none when the isolate holds the leaves', async () => {
    const leaves = leafTable(7);
    const layout = layoutOf(leaves);
    await new RecordedLayouts(env.DB, env.CACHE).save('w1', layout, leaves, null);
    const { db, asked } = counting(env.DB);
    const store = new RecordedLayouts(db, broken);
    const owner = await store.findLeaf('w1', layout.layoutId, chainOf(latLngToCell(40, -100, 9)));
    expect(owner).toEqual({ cell: latLngToCell(40, -100, 4), territory: 0 });
    expect(asked).toHaveLength(1);
    await store.leaves('w1', layout);
    asked.length = 0;
    expect(await store.findLeaf('w1', layout.layoutId, chainOf(latLngToCell(40, -100, 9)))).toEqual(owner);
    expect(await store.findLeaf('w1', layout.layoutId, chainOf(latLngToCell(0, 0, 9)))).toBeNull();
    expect(asked).toEqual([]);
  });

  test('finds leaves that were too many for one row', async () => {
    const leaves = leafTable(9, 2);
    const layout = layoutOf(leaves);
    const store = new RecordedLayouts(env.DB, broken);
    await store.save('w1', layout, leaves, null);
    const { results } = await env.DB.prepare(
      'SELECT parent, length(leaves) AS characters FROM layout_leaves WHERE layout_id = ?1',
    )
      .bind(layout.layoutId)
      .all<{ parent: string; characters: number }>();
    expect(results.length).toBeGreaterThan(2);
    expect(Math.max(...results.map(({ characters }) => characters))).toBeLessThanOrEqual(900_000);
    for (const at of [0, 1, 8000, leaves.cells.length - 1]) {
      const cell = leaves.cells[at] ?? 0n;
      const owner = await store.findLeaf(
        'w1',
        layout.layoutId,
        chainOf(cellText(cell)).filter((text) => text <= cellText(cell)),
      );
      expect(owner).toEqual({ cell: cellText(cell), territory: leaves.territories[at] });
    }
    expect(await store.leaves('w1', layout)).toEqual(leaves);
  });
});

test('a layout of a thousand territories and many metrics is saved within the limits of D1', async () => {
  const leaves = leafTable(5);
  const metrics = Array.from({ length: 17 }, (_, at) => `metric with a long name ${at} ${'x'.repeat(70)}`);
  const values = Object.fromEntries(metrics.map((metric, at) => [metric, at + 1 / 3]));
  const layout = layoutOf(leaves);
  const [first] = layout.territories;
  const territories = Array.from({ length: 1000 }, (_, at) => ({
    ...(first as Layout['territories'][number]),
    id: `t${at}`,
    sums: values,
    targets: values,
    deviations: values,
  }));
  const store = new RecordedLayouts(env.DB, broken);
  await store.save('w1', { ...layout, territories }, leaves, null);
  expect((await store.find('w1', layout.layoutId))?.territories).toEqual(territories);
});
