import type { Cell } from '../domain/cell.ts';
import type { LayoutViolation, Territory } from '../domain/layout.ts';
import type { LayoutProblem } from './layout-problem.ts';
import type { ReportedViolation } from './ports.ts';

/** What a layout does not keep, in the caller's names, with what would help. */
export function describeViolation(
  violation: ReportedViolation,
  problem: LayoutProblem,
  territories: readonly Territory[],
): LayoutViolation {
  const territory = violation.territory === null ? undefined : territories[violation.territory];
  const metric = violation.metric === null ? undefined : problem.cells.metrics[violation.metric];
  return {
    kind: violation.kind,
    ...(territory === undefined ? {} : { territoryId: territory.id }),
    ...(metric === undefined ? {} : { metric }),
    ...(violation.cell === null ? {} : { cell: violation.cell as Cell }),
    ...(violation.amount === null ? {} : { amount: violation.amount }),
    ...words(violation, problem, territory, metric ?? 'accounts'),
  };
}

function words(
  { kind, cell, amount }: ReportedViolation,
  { request, start }: LayoutProblem,
  territory: Territory | undefined,
  metric: string,
): { detail: string; remedy: string } {
  const id = territory?.id ?? 'a territory';
  const tolerance = percent(request.balance[metric] ?? 0);
  switch (kind) {
    case 'outside-tolerance': {
      const sum = territory?.sums[metric] ?? 0;
      const target = territory?.targets[metric] ?? 0;
      return {
        detail: `${metric} of ${id}: ${figure(sum)} against a target of ${figure(target)}, ${percent(territory?.deviations[metric] ?? 0)} off where ${tolerance} is allowed`,
        remedy: `widen the tolerance of ${metric}, ask for fewer territories, or search longer with effort=best`,
      };
    }
    case 'unit-too-heavy':
      return {
        detail: `${metric} of cell ${cell ?? ''} alone: ${figure(amount ?? 0)}, more than one territory may have`,
        remedy: `ask for fewer territories, widen the tolerance of ${metric}, or use a finer finestResolution so that the cell can be split`,
      };
    case 'over-budget':
      return {
        detail: `${percent(amount ?? 0)} of ${metric} moves, where ${percent(start?.budget.share ?? 0)} is allowed`,
        remedy: 'allow a larger share to move, or widen the tolerances',
      };
    case 'not-contiguous':
      return {
        detail: `${id} is in several pieces`,
        remedy: 'fill wider gaps with fillDistanceKm, or search longer with effort=best',
      };
    case 'empty-territory':
      return { detail: `${id} has no account`, remedy: 'ask for fewer territories' };
  }
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
