import { expect } from 'vitest';
import { ancestorAt, cellText, resolutionOf } from '../../src/domain/cell-number.ts';
import type { Layout } from '../../src/domain/layout.ts';
import { type LeafTable, leafOf } from '../../src/domain/leaf-table.ts';

/** An account as the test knows it: its finest cell and what it counts, in the order of the layout's metrics. */
export interface KnownAccount {
  readonly id: string;
  readonly cell: bigint;
  readonly sums: readonly number[];
}

/** A layout and its leaves. */
export interface Whole {
  readonly layout: Layout;
  readonly leaves: LeafTable;
}

/** Expects that leaves lie in none other, that together they cover as much as before, and each inside of what was covered. */
export function expectOneOwnerEach({ layout, leaves }: Whole, first: LeafTable): void {
  const known = new Set(leaves.cells);
  expect(known.size).toBe(leaves.cells.length);
  leaves.cells.forEach((cell, leaf) => {
    for (let coarser = 0; coarser < resolutionOf(cell); coarser++) {
      const around = ancestorAt(cell, coarser);
      if (known.has(around)) expect.fail(`${cellText(cell)} lies in ${cellText(around)}`);
    }
    if (leafOf(first.cells, cell) < 0) expect.fail(`${cellText(cell)} was not covered`);
    if ((leaves.territories[leaf] ?? -1) >= layout.territories.length) expect.fail(`${cellText(cell)} is nobody's`);
  });
  expect(extentOf(leaves)).toBe(extentOf(first));
}

/** How many cells of the finest resolution the leaves stand for; there is no pentagon where the tests are. */
function extentOf({ cells }: LeafTable): bigint {
  return Array.from(cells).reduce((sum, cell) => sum + 7n ** BigInt(15 - resolutionOf(cell)), 0n);
}

/** Expects sums of territories and totals to be those of the accounts whose cells lie in the leaves. */
export function expectRecounted({ layout, leaves }: Whole, accounts: readonly KnownAccount[]): void {
  const { metrics, territories, totals } = layout;
  const sums = territories.map(() => metrics.map(() => 0));
  for (const { cell, sums: own } of accounts) {
    const row = sums[leaves.territories[leafOf(leaves.cells, cell)] ?? -1];
    own.forEach((value, metric) => {
      if (row !== undefined) row[metric] = (row[metric] ?? 0) + value;
    });
  }
  const close = (found: number | undefined, counted: number) =>
    expect(Math.abs((found ?? Number.NaN) - counted)).toBeLessThanOrEqual(1e-9 * Math.max(1, counted));
  territories.forEach((territory, position) => {
    metrics.forEach((metric, at) => {
      close(territory.sums[metric], sums[position]?.[at] ?? 0);
    });
    expect(territory.accounts).toBe(territory.sums.accounts);
  });
  metrics.forEach((metric, at) => {
    close(
      totals.sums[metric],
      accounts.reduce((sum, account) => sum + (account.sums[at] ?? 0), 0),
    );
  });
}

/** Expects some territories to have the leaves that they had, and to be told in the same bytes, but for what may change. `sameTargets`: whether an equal number of territories has the same targets. */
export function expectUntouched(before: Whole, after: Whole, stay: readonly string[], sameTargets = true): void {
  const [old, now] = [heldBy(before), heldBy(after)];
  const isSameNumber = sameTargets && before.layout.territories.length === after.layout.territories.length;
  const toldIn = ({ layout }: Whole, id: string) =>
    layout.territories
      .filter((own) => own.id === id)
      .map(({ neighbors: _, color: __, name: ___, ...territory }) =>
        JSON.stringify(isSameNumber ? territory : { ...territory, targets: {}, deviations: {} }),
      );
  for (const id of stay) {
    expect([id, now.get(id)]).toEqual([id, old.get(id) ?? 'is no territory before']);
    expect(toldIn(after, id)).toEqual(toldIn(before, id));
  }
}

/** The leaves of each territory with their sums, as text. */
export function heldBy({ layout, leaves }: Whole): Map<string, string> {
  const width = layout.metrics.length;
  const rows = layout.territories.map((): string[] => []);
  leaves.cells.forEach((cell, leaf) => {
    rows[leaves.territories[leaf] ?? 0]?.push(
      `${cellText(cell)} ${leaves.sums.subarray(leaf * width, (leaf + 1) * width).join()}`,
    );
  });
  return new Map(layout.territories.map(({ id }, position) => [id, rows[position]?.join('\n') ?? '']));
}
