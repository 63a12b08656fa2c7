import { type CellNumber, cellText, resolutionOf } from '../domain/cell-number.ts';
import type { LayoutDraft } from '../domain/layout-draft.ts';
import { MAX_LEAVES } from '../domain/layout-limits.ts';
import { pickLeaves } from '../domain/leaf-table.ts';
import { WORKLOAD_METRIC } from '../domain/metric.ts';
import { settleSums } from '../domain/settle-sums.ts';
import { type FinerSums, leavesToSplit, splitLeaves } from '../domain/split-leaves.ts';
import { readAccountsInside } from './accounts-inside.ts';
import { addWorkload } from './add-workload.ts';
import type { CellSums } from './cell-sums.ts';
import { blame, type EditWork, neededLine, neededPlan } from './edit-work.ts';
import { inColumnsOf } from './rebalance-problem.ts';

/**
 * A draft in which cells that are finer than their leaves are leaves.
 *
 * The sums of a leaf that is split are divided by the accounts of the plan inside it, which must add up to them: a layout has the numbers of one time. An empty leaf
 * needs none. The workload, an estimate that depends on what lies around, is divided in proportion.
 */
export async function splitForEdit(
  work: EditWork,
  draft: LayoutDraft,
  field: string,
  wanted: readonly CellNumber[],
): Promise<LayoutDraft> {
  const held = leavesToSplit(draft.leaves, wanted);
  if (held.size === 0) return draft;
  const { metrics } = work.layout;
  const occupied = [...held.keys()].filter((leaf) => pickLeaves(draft.leaves, [leaf]).sums.some((sum) => sum !== 0));
  const finer = occupied.length === 0 ? NOTHING : await readDivided(work, draft, field, wanted, occupied);
  const leaves = splitLeaves(draft.leaves, held, finer);
  if (leaves.cells.length > MAX_LEAVES) {
    const detail = `makes ${leaves.cells.length} cells of the layout`;
    blame(work, field, '', detail, `send fewer cells, or coarser ones: a layout has at most ${MAX_LEAVES}`);
    return draft;
  }
  work.evidence.push({ metrics, cells: finer.cells, sums: finer.sums });
  return { ...draft, leaves };
}

const NOTHING: FinerSums = { cells: new BigUint64Array(), sums: new Float64Array() };

async function readDivided(
  work: EditWork,
  draft: LayoutDraft,
  field: string,
  wanted: readonly CellNumber[],
  leaves: readonly number[],
): Promise<FinerSums> {
  const plan = neededPlan(work, field);
  const tooFine = wanted.find((cell) => resolutionOf(cell) > plan.finestResolution);
  if (tooFine !== undefined) {
    const detail = `is finer than ${plan.finestResolution}, at which the plan's accounts are binned`;
    blame(work, field, cellText(tooFine), detail, `send cells of resolution ${plan.finestResolution} at most`);
    return NOTHING;
  }
  const cells = leaves.map((leaf) => draft.leaves.cells[leaf] ?? 0n);
  const line = await neededLine(work, plan);
  const read = await readAccountsInside(work.ports, work.workspaceId, plan, cells, line, work.reading);
  const divided = read.map((accounts, at) => {
    const sums = pickLeaves(draft.leaves, [leaves[at] ?? 0]).sums;
    return divide(work, field, cells[at] ?? 0n, sums, inColumnsOf(work.layout, addWorkload(accounts)));
  });
  return joinAscending(divided, work.layout.metrics.length);
}

/** The sums of one leaf by finer cells. */
function divide(work: EditWork, field: string, leaf: CellNumber, whole: Float64Array, inside: CellSums): FinerSums {
  const { metrics } = work.layout;
  const sums = settleSums(inside.sums.slice());
  metrics.forEach((name, metric) => {
    const found = sums.reduce((sum, value, at) => (at % metrics.length === metric ? sum + value : sum), 0);
    const told = whole[metric] ?? 0;
    if (isNear(found, told)) return;
    if (name === WORKLOAD_METRIC && !work.plan?.metrics.includes(name) && found > 0) {
      for (let at = metric; at < sums.length; at += metrics.length) sums[at] = ((sums[at] ?? 0) * told) / found;
      return;
    }
    const detail = `must be split, but its accounts are others today: ${name} was ${told}, is ${found}`;
    const remedy = "rebalance for today's accounts first, or give the whole cell";
    blame(work, field, cellText(leaf), detail, remedy);
  });
  return { cells: inside.cells, sums: settleSums(sums) };
}

/** Sums in another order differ in the last bits. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Parts that lie apart, each ascending. */
function joinAscending(parts: readonly FinerSums[], metrics: number): FinerSums {
  const rows = parts
    .flatMap(({ cells, sums }) =>
      Array.from(cells, (cell, at) => ({ cell, sums: sums.subarray(at * metrics, (at + 1) * metrics) })),
    )
    .sort((a, b) => (a.cell < b.cell ? -1 : 1));
  const sums = new Float64Array(rows.length * metrics);
  rows.forEach((row, at) => {
    sums.set(row.sums, at * metrics);
  });
  return { cells: BigUint64Array.from(rows, ({ cell }) => cell), sums };
}
