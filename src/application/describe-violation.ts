import type { Cell } from '../domain/cell.ts';
import type { LayoutViolation, Territory } from '../domain/layout.ts';
import type { LayoutRequest, RebalanceStart } from './layout-problem.ts';
import type { ReportedViolation } from './solve-report.ts';

/** What was asked of a layout, as far as violations tell of it. */
export interface ViolationContext {
  readonly request: Pick<LayoutRequest, 'balance'>;
  readonly start: Pick<RebalanceStart, 'budget'> | null;
  readonly cells: { readonly metrics: readonly string[] };
}

/** What a layout does not keep, in the caller's names, with what would help. */
export function describeViolation(
  violation: ReportedViolation,
  problem: ViolationContext,
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
  { kind, cell, amount, mix }: ReportedViolation,
  { request, start, cells }: ViolationContext,
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
    case 'nowhere-allowed':
      return {
        detail: `cell ${cell ?? ''} and what stays with it have no territory in common that allows them`,
        remedy: 'allow them one territory in common',
      };
    case 'locks-clash':
      return locksClash(cell, amount, territory, metric);
    case 'locks-split':
      return {
        detail: `what is locked to ${id} lies in ${amount ?? 'several'} parts that nothing allowed there connects`,
        remedy: 'unlock some of it, or what lies between',
      };
    case 'totals-do-not-fit':
      return {
        detail: `the bounds of ${metric} together miss its total`,
        remedy:
          amount === null ? `widen the bounds of ${metric}` : `multiply the bounds of ${metric} by ${figure(amount)}`,
      };
    case 'component-too-small':
      return {
        detail: `the piece of the map about cell ${cell ?? ''} holds ${figure(amount ?? 0)} of ${metric}, which is no whole number of territories`,
        remedy: `fill wider gaps with fillDistanceKm, ask for another number of territories, or widen the tolerance of ${metric}`,
      };
    case 'allowed-too-little':
      return {
        detail: `what may be in ${id} adds up to ${figure(amount ?? 0)} of ${metric}, less than it must have`,
        remedy: `allow more there, or widen the tolerance of ${metric}`,
      };
    case 'budget-too-small':
      return {
        detail: `at least ${percent(amount ?? 0)} of ${metric} must move, where ${percent(start?.budget.share ?? 0)} is allowed`,
        remedy: `allow ${percent(amount ?? 0)} of ${metric} or more to move, or widen the tolerances`,
      };
    case 'no-layout':
      return {
        detail: 'no layout holds all that is asked for: every one was ruled out',
        remedy: 'widen a tolerance, loosen a rule or let more move, as the other violations say',
      };
    case 'broken-lock':
      return {
        detail: `cell ${cell ?? ''} is in ${id} against a lock`,
        remedy: 'unlock it, or search longer with effort=best',
      };
    case 'not-allowed':
      return {
        detail: `cell ${cell ?? ''} is in ${id}, where it is not allowed`,
        remedy: 'allow it there, or search longer with effort=best',
      };
    case 'split-group':
      return {
        detail: `cell ${cell ?? ''} and its group are in several territories`,
        remedy: 'dissolve the group, or search longer with effort=best',
      };
    case 'forbidden-pair':
      return {
        detail: `cell ${cell ?? ''} shares ${id} with one it must not share it with`,
        remedy: 'let them share it, or search longer with effort=best',
      };
    case 'uneven-mix':
      return {
        detail: unevenMix(cell, mix, metric, cells.metrics),
        remedy: `widen the tolerance of ${metric} to ${percent(amount ?? 0)}, which takes what lies there as it is, or search longer with effort=best`,
      };
  }
}

function locksClash(
  cell: string | null,
  amount: number | null,
  territory: Territory | undefined,
  metric: string,
): { detail: string; remedy: string } {
  const id = territory?.id ?? 'a territory';
  if (amount !== null) {
    return {
      detail: `what is locked to ${id} holds ${figure(amount)} of ${metric}, which its bounds do not allow`,
      remedy: `unlock some of it, or widen the tolerance of ${metric}`,
    };
  }
  return cell === null
    ? { detail: `${id} is locked and has no account`, remedy: `unlock ${id}` }
    : {
        detail: `what locks and rules say of cell ${cell} cannot hold together`,
        remedy: 'unlock it or what it is grouped or paired with, or change where it is allowed',
      };
}

function unevenMix(
  cell: string | null,
  mix: ReportedViolation['mix'],
  metric: string,
  metrics: readonly string[],
): string {
  if (mix === undefined) return `around cell ${cell ?? ''} there is too little of ${metric} for what else there is`;
  const other = metrics[mix.per] ?? 'accounts';
  return `up to ${figure(Math.ceil(mix.radiusKm))} km from cell ${cell ?? ''} there is ${figure(mix.ratio)} of a target of ${metric} for each target of ${other}, where the tolerances ask for ${figure(mix.allowed)}: ${figure(mix.lack)} targets must come from beyond`;
}

/** A fraction in percent, to three digits. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** A number with its thousands parted and at most two decimals. */
export function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
