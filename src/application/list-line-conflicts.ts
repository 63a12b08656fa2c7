import { cellNumber } from '../domain/cell-number.ts';
import type { LayoutId } from '../domain/layout.ts';
import { type LineLayout, ownersSeen, territoriesAt } from '../domain/line-matrix.ts';
import { openLineLayouts } from './line-layouts.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** Accounts that one query reads to be looked at. */
const CANDIDATES = 10_000;

/** An account that sees several territories, one of each line that it is in and whose layout covers it. */
export interface LineConflict {
  readonly accountId: string;
  readonly name: string;
  readonly territories: readonly {
    readonly line: string | null;
    readonly layoutId: LayoutId;
    readonly territoryId: string;
    readonly territoryName: string;
  }[];
}

/** A page of the accounts to which layouts of lines give territories of more than one owner, by id. Throws what `openLineLayouts` does. */
export async function listLineConflicts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutIds: readonly LayoutId[] | null,
  { cursor, limit }: PageRequest,
): Promise<Page<LineConflict>> {
  const { plan, layouts, filters } = await openLineLayouts(ports, workspaceId, planId, layoutIds);
  const items: LineConflict[] = [];
  if (layouts.length < 2) return { items, next: null };
  for (let after = cursor; ; ) {
    const page = await ports.accounts.listShared(workspaceId, plan, filters, { cursor: after, limit: CANDIDATES });
    for (const { accountId, name, cell, lines } of page.items) {
      const territories = territoriesAt(layouts, cellNumber(cell));
      if (ownersSeen(layouts, territories, lines).size < 2) continue;
      if (items.length === limit) return { items, next: items.at(-1)?.accountId ?? null };
      items.push({ accountId, name, territories: seen(layouts, territories, lines) });
    }
    after = page.next;
    if (after === null) return { items, next: null };
  }
}

function seen(layouts: readonly LineLayout[], territories: readonly number[], lines: number) {
  return layouts.flatMap(({ line, layoutId, territories: all }, at) => {
    const territory = lines & (1 << at) ? all[territories[at] ?? -1] : undefined;
    return territory === undefined
      ? []
      : [{ line, layoutId, territoryId: territory.id, territoryName: territory.name }];
  });
}
