import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { draftOf, untouchedTerritories } from '../domain/layout-draft.ts';
import { addressDerivation } from '../domain/layout-id.ts';
import { type LeafTable, leafOf, sortLeafTable } from '../domain/leaf-table.ts';
import { settleSums } from '../domain/settle-sums.ts';
import { addWorkload } from './add-workload.ts';
import type { CellSums } from './cell-sums.ts';
import { byMetric } from './compose-layout.ts';
import { composeDerived, keptTargets } from './derived-layout.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { lineIdOf } from './line-id-of.ts';
import { lineOf } from './line-of.ts';
import type { Ports } from './ports.ts';
import { inColumnsOf } from './rebalance-problem.ts';
import { findRecorded, type SolvedLayout } from './solve-layout.ts';
import { sumByCell } from './sum-by-cell.ts';

/** What is to be otherwise than in the layout before. */
export interface Recount {
  /** Whether all leaves get the sums of today; false: those alone that are added. */
  readonly all: boolean;
  /** Places that no leaf holds, and the territory that gets them. */
  readonly add: { readonly cells: readonly Cell[]; readonly territoryId: string } | null;
  /** Rep by territory as the import is to say from now on; null: as it does. */
  readonly reps: Readonly<Record<string, string>> | null;
}

/**
 * Makes a layout with the borders of another, and the numbers of today: of all leaves, or of places that are added to a territory. Where all are counted again each
 * territory's target is an equal share of today's totals.
 *
 * The new layout tells the other as the one that it was edited from. Throws `not-found`, `accounts-replaced`.
 */
export async function countAgain(
  ports: Ports,
  workspaceId: string,
  planId: string,
  layoutId: LayoutId,
  recount: Recount,
): Promise<SolvedLayout> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const plan = await getPlan(ports, workspaceId, planId);
  const lineId = await lineIdOf(ports, workspaceId, planId, layout);
  let today: CellSums | null = null;
  if (recount.all || recount.add !== null) {
    const line = await lineOf(ports, workspaceId, planId, lineId, 'to count');
    today = inColumnsOf(layout, addWorkload(await sumByCell(ports, workspaceId, plan, line?.filter)));
  }
  const table = today === null ? leaves : recounted(layout, leaves, recount, today);
  const newId = await addressDerivation({
    kind: 'edited',
    engine: ports.optimizer.engine,
    from: [layoutId],
    operations: { recount },
    // Measures of a full count follow from where inside its leaf each account stands, too.
    evidence: [
      { cells: table.cells, sums: table.sums },
      ...(recount.all && today !== null ? [{ cells: today.cells, sums: today.sums }] : []),
    ],
  });
  const entry = { line: lineId };
  const recorded = await findRecorded(ports, workspaceId, newId);
  if (recorded !== null) {
    await ports.layouts.attach(workspaceId, newId, planId, entry);
    return { ...recorded, recorded: true };
  }
  const draft = draftOf(layout, table);
  const untouched = untouchedTerritories(layout, leaves, draft);
  const made = composeDerived(ports.optimizer, {
    ...{ layoutId: newId, like: layout, draft, balance: layout.balance, islands: layout.islands, untouched },
    ...{ steps: 0, violations: [], budget: null, finer: recount.all ? today : null },
    targets: recount.all ? null : keptTargets(layout, draft),
    colors: new Map(layout.territories.map(({ id, color }) => [id, color])),
  });
  const imported = layout.imported && { ...layout.imported, ...(recount.reps && { reps: recount.reps }) };
  const edit = {
    ...{ from: layoutId, name: nameOf(recount), edits: [], broke: [] },
    moved: byMetric(layout.metrics, []),
    touched: layout.territories.map(({ id }) => id).filter((id) => !untouched.has(id)),
  };
  const whole = { ...made.layout, edit, ...(imported && { imported }) };
  await ports.layouts.save(workspaceId, whole, made.leaves, planId, entry);
  return { layout: whole, leaves: made.leaves, recorded: false };
}

function nameOf({ all, add }: Recount): string {
  if (all) return "today's accounts counted again";
  return add === null ? 'reps changed' : `places added to ${add.territoryId}`.slice(0, 200);
}

function recounted(layout: Layout, leaves: LeafTable, { all, add }: Recount, today: CellSums): LeafTable {
  const width = layout.metrics.length;
  const added = add?.cells.map(cellNumber) ?? [];
  const territory = layout.territories.findIndex(({ id }) => id === add?.territoryId);
  const sums = new Float64Array(leaves.sums.length + added.length * width);
  if (!all) sums.set(leaves.sums);
  const table = sortLeafTable({
    cells: BigUint64Array.from([...leaves.cells, ...added]),
    territories: Uint32Array.from([...leaves.territories, ...added.map(() => Math.max(0, territory))]),
    sums,
  });
  const isAdded = new Set(added);
  today.cells.forEach((cell, at) => {
    const leaf = leafOf(table.cells, cell);
    if (leaf < 0 || (!all && !isAdded.has(table.cells[leaf] ?? 0n))) return;
    for (let metric = 0; metric < width; metric++) {
      const place = leaf * width + metric;
      table.sums[place] = (table.sums[place] ?? 0) + (today.sums[at * width + metric] ?? 0);
    }
  });
  return { ...table, sums: settleSums(table.sums) };
}
