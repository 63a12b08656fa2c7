import type { LayoutId } from '../domain/layout.ts';
import { draftOf, untouchedTerritories } from '../domain/layout-draft.ts';
import { byMetric, composeLayout } from './compose-layout.ts';
import { composeDerived, type MadeLayout } from './derived-layout.ts';
import { partOf, putPartBack } from './layout-part.ts';
import type { LayoutProblem, RebalanceStart } from './layout-problem.ts';
import type { Optimizer } from './optimizer.ts';
import type { SolveResult } from './solve.ts';

/** The layout that a solve leads to. Where a part of a layout was solved, the rest of that layout is as it was. */
export function finishLayout(
  optimizer: Optimizer,
  layoutId: LayoutId,
  problem: LayoutProblem,
  result: SolveResult,
): MadeLayout {
  const { start } = problem;
  if (start?.part === undefined) {
    return { layout: composeLayout(layoutId, optimizer.engine, problem, result), leaves: result.leaves };
  }
  return finishPart(optimizer, layoutId, problem, { ...start, part: start.part }, result);
}

function finishPart(
  optimizer: Optimizer,
  layoutId: LayoutId,
  { request, cells }: LayoutProblem,
  { layout: before, leaves, budget, part }: RebalanceStart & { readonly part: readonly number[] },
  { report, leaves: solved }: SolveResult,
): MadeLayout {
  const whole = putPartBack(leaves, partOf(before, leaves, part), solved);
  const draft = draftOf(before, whole);
  const { layout } = composeDerived(optimizer, {
    layoutId,
    like: { ...before, seed: request.seed, effort: request.effort, line: request.line },
    draft,
    balance: request.balance,
    targets: before.territories.map(({ targets }) => targets),
    untouched: untouchedTerritories(before, leaves, draft),
    colors: new Map(before.territories.map(({ id, color }) => [id, color])),
    islands: before.islands,
    finer: cells,
    steps: report.steps,
    violations: report.violations.filter(({ kind }) => kind === 'over-budget' || kind === 'budget-too-small'),
    budget,
  });
  const territories = part.map((position) => before.territories[position]?.id ?? '');
  const moved = byMetric(cells.metrics, report.moved);
  return { layout: { ...layout, rebalance: { from: before.layoutId, budget, moved, territories } }, leaves: whole };
}
