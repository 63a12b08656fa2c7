import { balanceColumns } from '../domain/balance-columns.ts';
import { centerChildAt } from '../domain/cell-number.ts';
import { changeTerritory, type LayoutDraft, leavesOfTerritory } from '../domain/layout-draft.ts';
import { type LeafTable, occupiedLeaves, pickLeaves, sortLeafTable } from '../domain/leaf-table.ts';
import { blame, type EditWork } from './edit-work.ts';
import { type LayoutPart, partOf, putPartBack } from './layout-part.ts';
import type { SolveInput } from './solve.ts';
import { runSolve } from './solve-layout.ts';
import { addTerritory } from './territory-ids.ts';

/** Divides a territory into some, by the sums of its leaves: each is a unit and stays whole. Throws `solve-too-long`, also where all that the edits ask for takes too long. */
export async function splitTerritory(
  work: EditWork,
  draft: LayoutDraft,
  field: string,
  position: number,
  into: number,
): Promise<LayoutDraft> {
  const own = pickLeaves(draft.leaves, leavesOfTerritory(draft, position));
  const occupied = occupiedLeaves(own).reduce((count, flag) => count + flag, 0);
  let divided = changeTerritory(draft, position, { gone: true });
  const places: number[] = [];
  for (let made = 0; made < into; made++) {
    divided = await addTerritory(work, divided, `${field}/into`);
    places.push(divided.territories.length - 1);
  }
  if (occupied < into) {
    const detail = `is more than the ${occupied} cells with accounts of the territory`;
    blame(work, `${field}/into`, String(into), detail, `send at most ${occupied}, or rebalance finer cells first`);
    return divided;
  }
  if (work.violations.length > 0) return divided;
  const part = partOf(work.layout, draft.leaves, [position]);
  const { report, leaves } = await runSolve(work.ports, partInput(work, part, into), undefined, work.steps);
  work.steps += report.steps;
  return { ...divided, leaves: putPartBack(draft.leaves, part, leaves, places) };
}

/** The leaves of a part as units of a problem: what each holds stands in its middle. */
function partInput({ layout }: EditWork, part: LayoutPart, territories: number): SolveInput {
  const { metrics, balance, resolution, seed } = layout;
  const { cells, sums } = middles(part.leaves, resolution.finest);
  return {
    cells: { cells, metrics, sums },
    finestResolution: resolution.finest,
    options: {
      territories,
      ...balanceColumns(metrics, balance),
      seed,
      effort: 'fast',
      baseResolution: null,
      split: false,
      splitShare: 1,
      fillDistanceKm: null,
      budget: null,
      onlyKept: part.links,
    },
    current: { cells: part.leaves.cells, territories: new Uint32Array() },
  };
}

function middles(leaves: LeafTable, finest: number): LeafTable {
  const flags = occupiedLeaves(leaves);
  const occupied = pickLeaves(
    leaves,
    Array.from(flags.keys()).filter((leaf) => flags[leaf] === 1),
  );
  return sortLeafTable({ ...occupied, cells: occupied.cells.map((cell) => centerChildAt(cell, finest)) });
}
