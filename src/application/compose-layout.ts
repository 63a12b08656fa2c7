import type { Cell, Resolution } from '../domain/cell.ts';
import type { Layout, LayoutId, LayoutViolation, Territory } from '../domain/layout.ts';
import { settled } from '../domain/settle-sums.ts';
import { colorTerritories } from '../domain/territory-colors.ts';
import { describeBaseChoice } from './describe-base-choice.ts';
import { describeViolation } from './describe-violation.ts';
import type { LayoutProblem } from './layout-problem.ts';
import type { SolveResult } from './solve.ts';
import type { SolveReport } from './solve-report.ts';

/** Most islands and violations that a layout names; it stays readable, and within what one row holds. */
export const MAX_NAMED = 1000;

/** The layout that the optimizer's result tells, in the caller's words. */
export function composeLayout(
  layoutId: LayoutId,
  engine: string,
  problem: LayoutProblem,
  { report, leaves }: SolveResult,
): Layout {
  const { request, start, cells, follow } = problem;
  const territories = composeTerritories(problem, report);
  const { base, finest } = report.resolution;
  const head = {
    layoutId,
    feasible: report.feasible,
    violations: report.violations
      .slice(0, MAX_NAMED)
      .map((violation): LayoutViolation => describeViolation(violation, problem, territories)),
    violationCount: report.violations.length,
    resolution: { base: base as Resolution, finest: finest as Resolution, why: describeBaseChoice(report, problem) },
    seed: request.seed,
    effort: request.effort,
    steps: report.steps,
    engine,
    metrics: cells.metrics,
    balance: request.balance,
    cover: request.cover,
    totals: {
      sums: byMetric(cells.metrics, totals(report, cells.metrics.length)),
      leaves: leaves.cells.length,
      occupiedLeaves: report.units,
      momentOfInertia: report.momentOfInertia,
    },
    islands: report.islands
      .slice(0, MAX_NAMED)
      .map(({ from, to, distanceKm, units }) => ({ from: from as Cell, to: to as Cell, distanceKm, units })),
    islandCount: report.islands.length,
    ...(follow && report.follow && { follow: { layoutId: follow.layoutId, weight: follow.weight, ...report.follow } }),
    ...(request.line !== undefined && { line: request.line }),
    territories,
  };
  if (start === null) return head;
  const { layout, budget } = start;
  return { ...head, rebalance: { from: layout.layoutId, budget, moved: byMetric(cells.metrics, report.moved) } };
}

function composeTerritories({ cells, start }: LayoutProblem, report: SolveReport): Territory[] {
  const before = start?.layout.territories ?? [];
  const { metrics } = cells;
  const names = report.territories.map((_, position) => ({
    id: before[position]?.id ?? `t${position + 1}`,
    name: before[position]?.name ?? `Territory ${position + 1}`,
  }));
  const colors = colorTerritories(
    report.territories.map(({ neighbors }) => neighbors),
    before.map(({ color }) => color),
  );
  return report.territories.map((territory, position) => ({
    id: names[position]?.id ?? '',
    name: names[position]?.name ?? '',
    accounts: territory.sums[0] ?? 0,
    sums: byMetric(metrics, territory.sums.map(settled)),
    targets: byMetric(metrics, territory.targets.map(settled)),
    deviations: byMetric(metrics, territory.deviations),
    compactness: { momentOfInertia: territory.momentOfInertia, polsbyPopper: territory.polsbyPopper },
    areaKm2: territory.areaKm2,
    neighbors: territory.neighbors.map((neighbor) => names[neighbor]?.id ?? ''),
    color: colors[position] ?? 0,
  }));
}

function totals(report: SolveReport, metrics: number): number[] {
  return Array.from({ length: metrics }, (_, metric) =>
    settled(report.territories.reduce((sum, territory) => sum + (territory.sums[metric] ?? 0), 0)),
  );
}

/** Values by the names of their metrics. */
export function byMetric(metrics: readonly string[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(metrics.map((metric, position) => [metric, values[position] ?? 0]));
}
