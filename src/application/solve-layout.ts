import type { Layout } from '../domain/layout.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { advanceToEnd, nextTurn } from './advance-to-end.ts';
import { finishLayout } from './finish-layout.ts';
import { type LayoutProblem, layoutIdOf, solveInput } from './layout-problem.ts';
import type { Ports } from './ports.ts';
import type { SolveInput, SolveResult } from './solve.ts';

/** Hears how far a solve has come. */
export type WatchSolve = (progress: number, phase: SolvePhase) => void;

export type SolvePhase = 'reading accounts' | 'solving' | 'saving';

/** A layout and its leaves, and whether the record already had it. */
export interface SolvedLayout {
  readonly layout: Layout;
  readonly leaves: LeafTable;
  readonly recorded: boolean;
}

/**
 * Solves a problem, or gives the recorded layout where the same problem was solved before, and adds it to a plan's list with what is said of it there.
 *
 * Between some steps and the next other requests are served, and the watcher's words get out.
 *
 * Errors: `solve-too-long` as soon as it shows that a request cannot wait for all the steps; `invalid-problem`, `solve-out-of-memory`.
 */
export async function solveLayout(
  ports: Ports,
  workspaceId: string,
  problem: LayoutProblem,
  planId: string | null,
  watch: WatchSolve = () => {},
  remarks: GivenRemarks = {},
): Promise<SolvedLayout> {
  const { engine } = ports.optimizer;
  const entry = { ...remarks, line: problem.request.line ?? null };
  const layoutId = await layoutIdOf(problem, engine);
  const recorded = await findRecorded(ports, workspaceId, layoutId);
  if (recorded !== null) {
    if (planId !== null) await ports.layouts.attach(workspaceId, layoutId, planId, entry);
    return { ...recorded, recorded: true };
  }
  const result = await runSolve(ports, solveInput(problem), watch);
  const { layout, leaves } = finishLayout(ports.optimizer, layoutId, problem, result);
  watch(1, 'saving');
  await ports.layouts.save(workspaceId, layout, leaves, planId, entry);
  return { layout, leaves, recorded: false };
}

/** A layout of the record that is kept from now on, or null. */
export async function findRecorded(ports: Ports, workspaceId: string, layoutId: Layout['layoutId']) {
  const layout = await ports.layouts.find(workspaceId, layoutId);
  const leaves = layout && (await ports.layouts.leaves(workspaceId, layout));
  const isKept = leaves !== null && (await ports.layouts.touch(workspaceId, layoutId));
  return layout && leaves && isKept ? { layout, leaves } : null;
}

/** Solves in turns; `taken` are steps that the same request has taken before. Throws `solve-too-long`, `invalid-problem`, `solve-out-of-memory`. */
export async function runSolve(
  ports: Ports,
  input: SolveInput,
  watch: WatchSolve = () => {},
  taken = 0,
): Promise<SolveResult> {
  watch(0, 'solving');
  const solve = ports.optimizer.startSolve(input);
  try {
    await advanceToEnd(ports, solve, (progress) => watch(progress, 'solving'), taken);
    await nextTurn();
    return solve.finish();
  } finally {
    solve.free();
  }
}
