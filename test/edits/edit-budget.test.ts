import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { AccountStore } from '../../src/application/account-store.ts';
import { createLayout } from '../../src/application/create-layout.ts';
import { editLayout } from '../../src/application/edit-layout.ts';
import type { Ports } from '../../src/application/ports.ts';
import type { Resolution } from '../../src/domain/cell.ts';
import { cellAt } from '../../src/domain/cell-at.ts';
import { ancestorAt, cellNumber } from '../../src/domain/cell-number.ts';
import type { Edit } from '../../src/domain/edit.ts';
import { leafOf } from '../../src/domain/leaf-table.ts';
import { wirePorts } from '../../src/wiring.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { upload } from '../solve-by-job.ts';

const ports = wirePorts(env);
const [LEAF, FINEST] = [5 as Resolution, 8 as Resolution];

const workspace = await openWorkspace();
const { workspaceId } = workspace;
const rows = scatterAccounts({ count: 250, seed: 9, west: 2, south: 44, widthDeg: 5, heightDeg: 3 });
const planId = await createPlan(workspace, { defaults: { finestResolution: FINEST } });
await upload(workspace, planId, toCsv(rows));
const cover = { resolution: LEAF, baseResolution: null, splitShare: 0.05, fillDistanceKm: null };
const asked = { territories: 4, balance: { revenue: 0.3 }, seed: 1, effort: 'fast' as const, cover };
const base = await createLayout(ports, workspaceId, planId, asked);

/** One account of each leaf, in another territory than the first. */
const spread = [
  ...new Map(
    rows.map((row) => {
      const cell = cellNumber(cellAt(row.lat, row.lng, FINEST));
      return [leafOf(base.leaves.cells, cell), { id: row.id, cell }] as const;
    }),
  ),
].flatMap(([leaf, account]) => ((base.leaves.territories[leaf] ?? 0) === 0 ? [] : [account]));

const edit = (through: Ports, edits: readonly Edit[]) =>
  editLayout(through, workspaceId, base.layout.layoutId, { planId, edits, contiguity: 'report', remarks: {} });

/** Ports that note what is read of accounts: the cells of each reading, and how often ids are looked up. */
function watched() {
  const seen = { readings: [] as { whole: boolean; cells: bigint[] }[], lookUps: 0 };
  const { accounts } = ports;
  const noted: AccountStore = {
    ...accounts,
    async *cellPages(...asks) {
      const reading = { whole: asks[2] === null, cells: [] as bigint[] };
      seen.readings.push(reading);
      for await (const page of accounts.cellPages(...asks)) {
        reading.cells.push(...page.cells);
        yield page;
      }
    },
    async listByIds(...asks) {
      seen.lookUps++;
      return accounts.listByIds(...asks);
    },
  };
  return { seen, ports: { ...ports, accounts: noted } };
}

const assign = (accounts: readonly { readonly id: string }[]): Edit => ({
  kind: 'assign',
  to: base.layout.territories[0]?.id ?? '',
  accounts: accounts.map(({ id }) => id),
});

test('reads accounts of the cells that are split and no others', async () => {
  const { seen, ports: noted } = watched();
  await edit(noted, [assign(spread.slice(0, 3))]);
  expect(seen.readings.map(({ whole }) => whole)).toEqual([false, false, false]);
  for (const [at, { cells }] of seen.readings.entries()) {
    expect(cells.length).toBeGreaterThan(0);
    expect(new Set(cells.map((cell) => ancestorAt(cell, LEAF))).size, `reading ${at}`).toBe(1);
  }
});

test('reads cells one by one for all edits together, then the plan once, and looks accounts up once', async () => {
  expect(spread.length).toBeGreaterThan(90);
  const { seen, ports: noted } = watched();
  const parts = [spread.slice(0, 30), spread.slice(30, 60), spread.slice(60, 90)];
  const made = await edit(noted, parts.map(assign));
  expect(made.layout.totals.sums).toEqual(base.layout.totals.sums);
  expect(seen.readings.filter(({ whole }) => whole)).toHaveLength(1);
  expect(seen.readings.filter(({ whole }) => !whole)).toHaveLength(30);
  expect(seen.lookUps).toBe(1);
  const one = await edit(ports, [assign(spread.slice(0, 90))]);
  expect(made.leaves).toEqual(one.leaves);
});

test('counts the steps of all splits of a request together', async () => {
  const split = (territory: string): Edit => ({ kind: 'split', territory, into: 2 });
  const [first = '', second = '', third = ''] = base.layout.territories.map(({ id }) => id);
  const { layout } = await edit(ports, [split(first), split(second)]);
  const limited = { ...ports, solveLimits: { ...ports.solveLimits, requestSteps: layout.steps - 1 } };
  for (const id of [first, second, third]) {
    expect((await edit(limited, [split(id)])).layout.steps).toBeLessThan(layout.steps);
  }
  const three = [split(first), split(second), split(third)];
  await expect(edit(limited, three)).rejects.toMatchObject({ kind: 'solve-too-long' });
});

test('joins the leaves once for several drops', async () => {
  let joins = 0;
  const counting = new Proxy(ports.optimizer, {
    get(optimizer, name) {
      if (name === 'joinLeaves') joins++;
      const member: unknown = Reflect.get(optimizer, name, optimizer);
      return typeof member === 'function' ? member.bind(optimizer) : member;
    },
  });
  const drop = (at: number): Edit => ({ kind: 'drop', territory: base.layout.territories[at]?.id ?? '' });
  const { layout } = await edit({ ...ports, optimizer: counting }, [drop(0), drop(1), drop(2)]);
  expect([layout.territories.length, joins]).toEqual([1, 1]);
  expect(layout.totals.sums).toEqual(base.layout.totals.sums);
});
