import type { LayoutId } from '../domain/layout.ts';
import { type LineLayout, type LineMatrix, LineTally } from '../domain/line-matrix.ts';
import { openLineLayouts } from './line-layouts.ts';
import type { Ports } from './ports.ts';
import { readOneSet } from './sum-by-cell.ts';

/**
 * Where the layouts of a plan's lines give customers the same territory, and where others, over the accounts as they are now.
 *
 * Cost: the accounts are read once, summed by cell in the record; what is held grows with the leaves of the layouts, not with the accounts.
 *
 * Errors: as `openLineLayouts`; `accounts-replaced`.
 */
export async function getLineMatrix(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutIds: readonly LayoutId[] | null,
): Promise<LineMatrix & { readonly layouts: readonly LineLayout[] }> {
  const { plan, layouts, filters } = await openLineLayouts(ports, workspaceId, planId, layoutIds);
  const tally = await readOneSet(async () => {
    const counted = new LineTally(layouts);
    if (layouts.length === 0) return counted;
    for await (const { cells, lines, counts } of ports.accounts.sharePages(workspaceId, plan, filters)) {
      cells.forEach((cell, row) => {
        counted.add(cell, lines[row] ?? 0, counts[row] ?? 0);
      });
    }
    return counted;
  });
  return { layouts, ...tally.matrix() };
}
