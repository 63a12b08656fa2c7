import { balanceColumns } from '../domain/balance-columns.ts';
import type { Resolution } from '../domain/cell.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import type { CoverOptions, Effort, Layout, LayoutId } from '../domain/layout.ts';
import { addressLayout } from '../domain/layout-id.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { settleSums } from '../domain/settle-sums.ts';
import { addWorkload } from './add-workload.ts';
import type { CellSums } from './cell-sums.ts';
import { partOf } from './layout-part.ts';
import type { SolveInput, SolveOptions } from './solve.ts';

/** What a caller may ask of a solve. */
export interface LayoutRequest {
  readonly territories: number;
  /** Tolerance by metric. The first metric weighs in the moment of inertia. */
  readonly balance: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly effort: Effort;
  readonly cover: CoverOptions;
  /** The line of the plan whose accounts are solved; all accounts where it is left out. Part of the layout's id, so that a layout is of one line. */
  readonly line?: string | undefined;
}

/** The layout that a rebalance starts from, and how much of a metric may move. */
export interface RebalanceStart {
  readonly layout: Layout;
  readonly leaves: LeafTable;
  readonly budget: { readonly metric: string; readonly share: number };
  /** Positions of the territories that are rebalanced alone, ascending; absent: all are. */
  readonly part?: readonly number[];
}

/** A layout whose borders are followed, and how much that counts: above 0, at most 1. */
export interface FollowedLayout {
  readonly layoutId: LayoutId;
  readonly weight: number;
  readonly leaves: Pick<LeafTable, 'cells' | 'territories'>;
}

/** A layout to be solved: everything that it follows from. */
export interface LayoutProblem {
  readonly cells: SolveInput['cells'];
  readonly finestResolution: Resolution;
  readonly request: LayoutRequest;
  readonly start: RebalanceStart | null;
  readonly follow?: FollowedLayout | undefined;
}

/**
 * Puts a problem together: the accounts, and the workload where any are visited.
 *
 * Errors: `invalid-problem` with every violation: a balanced metric that is no column, no accounts, fewer places than territories, a
 * resolution finer than the accounts are binned.
 */
export function layoutProblem(
  accounts: CellSums,
  finestResolution: Resolution,
  request: LayoutRequest,
  start: RebalanceStart | null = null,
  follow?: FollowedLayout,
): LayoutProblem {
  if (accounts.cells.length === 0) throw noAccounts();
  const cells = addWorkload(accounts);
  const violations = [
    ...unknownMetrics(cells, Object.keys(request.balance), 'balance'),
    ...unknownMetrics(cells, start === null ? [] : [start.budget.metric], 'budget/metric'),
    ...tooFine(request.cover, finestResolution),
    ...tooFewPlaces(cells, request.territories),
  ];
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-problem', first, ...rest);
  settleSums(cells.sums);
  return { cells, finestResolution, request, start, ...(follow !== undefined && { follow }) };
}

/** The content address of the layout that a problem leads to. */
export function layoutIdOf(problem: LayoutProblem, engine: string): Promise<LayoutId> {
  const { cells, finestResolution, start, follow } = problem;
  const { line } = problem.request;
  return addressLayout({
    engine,
    cells: cells.cells,
    metrics: cells.metrics,
    sums: cells.sums,
    options: {
      ...solveOptions(problem),
      finestResolution,
      ...(line !== undefined && { line }),
      ...(start?.part && { part: start.part }),
    },
    ...(follow !== undefined && {
      follow: { ...follow, leaves: { cells: follow.leaves.cells, territories: follow.leaves.territories } },
    }),
    current: start && {
      layoutId: start.layout.layoutId,
      cells: start.leaves.cells,
      territories: start.leaves.territories,
      named: start.layout.territories.map(({ id, name, color }) => ({ id, name, color })),
    },
  });
}

/** The problem as the optimizer takes it. */
export function solveInput(problem: LayoutProblem): SolveInput {
  const { cells, finestResolution, start, follow } = problem;
  const options = solveOptions(problem);
  if (start?.part !== undefined) {
    const part = partOf(start.layout, start.leaves, start.part);
    return { cells, finestResolution, options: { ...options, onlyKept: part.links }, current: part.leaves };
  }
  return {
    ...{ cells, finestResolution, options },
    ...(start !== null && { current: start.leaves }),
    ...(follow !== undefined && { follow: { ...follow.leaves, weight: follow.weight } }),
  };
}

/** Options as the optimizer takes them. */
export function solveOptions({ cells, request, start }: LayoutProblem): SolveOptions {
  const { balance, cover } = request;
  return {
    territories: request.territories,
    ...balanceColumns(cells.metrics, balance),
    seed: request.seed,
    effort: request.effort,
    baseResolution: cover.resolution ?? cover.baseResolution,
    split: cover.resolution === null,
    splitShare: cover.splitShare,
    fillDistanceKm: cover.fillDistanceKm,
    budget: start && { metric: Math.max(0, cells.metrics.indexOf(start.budget.metric)), share: start.budget.share },
  };
}

/** Blames names that are no metric. */
export function unknownMetrics(
  cells: Pick<SolveInput['cells'], 'metrics'>,
  names: readonly string[],
  field: string,
): Violation[] {
  return names
    .filter((name) => !cells.metrics.includes(name))
    .map((name) => ({
      field,
      value: name.slice(0, 100),
      detail: 'is not a metric of these accounts',
      remedy: `name a metric that is there: ${cells.metrics.join(', ')}`,
    }));
}

/** Blames cells that are finer than those of the accounts. */
export function tooFine(
  cover: Pick<CoverOptions, 'resolution' | 'baseResolution'>,
  finestResolution: Resolution,
): Violation[] {
  return (['resolution', 'baseResolution'] as const)
    .filter((field) => (cover[field] ?? 0) > finestResolution)
    .map((field) => ({
      field,
      value: String(cover[field]),
      detail: `is finer than ${finestResolution}, at which the accounts are binned`,
      remedy: `send at most ${finestResolution}, or bin the accounts with a finer finestResolution`,
    }));
}

function tooFewPlaces(cells: SolveInput['cells'], territories: number): Violation[] {
  const places = cells.cells.length;
  if (places >= territories) return [];
  return [
    {
      field: 'territories',
      value: String(territories),
      detail: `is more than the ${places} ${places === 1 ? 'place' : 'places'} (cells) in which there are accounts`,
      remedy: `ask for at most ${places} ${places === 1 ? 'territory' : 'territories'}, or send accounts in more places`,
    },
  ];
}

function noAccounts(): Failure {
  return Failure.invalid('invalid-problem', {
    field: 'accounts',
    value: '',
    detail: 'there are none',
    remedy: 'send at least one account per territory',
  });
}
