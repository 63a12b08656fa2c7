import { ancestorAt, type CellNumber, cellText, resolutionOf } from './cell-number.ts';
import type { BlameShape } from './check-shape.ts';
import type { Layout } from './layout.ts';
import type { LeafTable } from './leaf-table.ts';
import { ACCOUNTS_METRIC } from './metric.ts';

/** Sums were added in another order when the layout was made. */
const SLACK = 1e-6;

/**
 * Blames what a layout says that its leaves do not bear out: leaves that lie in each other or out of the cover's resolutions, sums and deviations of
 * territories, and a layout that calls itself feasible with a metric outside of its tolerance.
 *
 * Whether territories are in one piece `checkContiguity` tells. Nobody can tell whether the id is that of the problem: the accounts of then are gone.
 * Leaves may be finer than the plan bins accounts today: a plan without accounts can be made coarser, and its layouts stay.
 */
export function checkLayout(layout: Layout, leaves: LeafTable, blame: BlameShape): void {
  const { metrics, territories, resolution, totals } = layout;
  if (metrics[0] !== ACCOUNTS_METRIC || new Set(metrics).size !== metrics.length) {
    blame('layout/metrics', metrics, 'are not distinct names, accounts first', 'send them as they were exported');
    return;
  }
  const ids = new Set(territories.map(({ id }) => id));
  if (territories.length === 0 || ids.size !== territories.length) {
    blame('territory/id', [...ids], 'is there twice, or not at all', 'give each territory of the layout its own id');
  }
  for (const { id, neighbors } of territories) {
    const unknown = neighbors.find((neighbor) => !ids.has(neighbor));
    if (unknown !== undefined)
      blame('territory/neighbors', unknown, `is no territory, but next to ${id}`, 'name others');
  }
  checkNames(layout, ids, blame);
  if (resolution.base > resolution.finest) {
    blame('layout/resolution', resolution, 'has a base finer than its finest', 'send them as they were exported');
  }
  if (leaves.cells.length !== totals.leaves || leaves.cells.length === 0) {
    blame(
      'layout/totals/leaves',
      totals.leaves,
      `is not the number of leaves, ${leaves.cells.length}`,
      'send all leaves',
    );
    return;
  }
  checkCells(layout, leaves, blame);
  checkSums(layout, leaves, blame);
}

/** What names a metric or a territory names one that there is. */
function checkNames(layout: Layout, ids: ReadonlySet<string>, blame: BlameShape): void {
  const { metrics, balance, violations, rebalance, edit, totals } = layout;
  const told = [...violations, ...(edit?.broke ?? [])];
  const named: [field: string, names: readonly string[]][] = [
    ['layout/balance', Object.keys(balance)],
    ['layout/totals/sums', Object.keys(totals.sums)],
    ['layout/rebalance/budget/metric', rebalance === undefined ? [] : [rebalance.budget.metric]],
    ['layout/rebalance/moved', Object.keys(rebalance?.moved ?? {})],
    ['layout/edit/moved', Object.keys(edit?.moved ?? {})],
    ...told.map(({ metric }, at): [string, string[]] => [
      `layout/violations/${at}/metric`,
      metric === undefined ? [] : [metric],
    ]),
  ];
  for (const [field, names] of named) {
    for (const name of names) {
      if (!metrics.includes(name))
        blame(field, name, 'is not a metric of the layout', `send one of: ${metrics.join(', ')}`);
    }
  }
  rebalance?.territories?.forEach((id, at) => {
    if (ids.has(id)) return;
    const remedy = 'send it as it was exported';
    blame(`layout/rebalance/territories/${at}`, id, 'is no territory of the layout', remedy);
  });
  told.forEach(({ territoryId }, at) => {
    if (territoryId === undefined || ids.has(territoryId)) return;
    blame(
      `layout/violations/${at}/territoryId`,
      territoryId,
      'is no territory of the layout',
      'send it as it was exported',
    );
  });
}

/** Leaves are ascending. */
function checkCells({ resolution, territories }: Layout, { cells, territories: owners }: LeafTable, blame: BlameShape) {
  const known = new Set(cells);
  if (known.size !== cells.length) blame('leaves', known.size, 'holds a cell twice', 'send each leaf once');
  cells.forEach((cell, leaf) => {
    const own = resolutionOf(cell);
    if (own < resolution.base || own > resolution.finest) {
      blame('leaves', cellText(cell), 'is not between the base and the finest resolution', 'leave it out');
    }
    for (let coarser = resolution.base as number; coarser < own; coarser++) {
      const ancestor: CellNumber = ancestorAt(cell, coarser);
      if (known.has(ancestor))
        blame('leaves', cellText(cell), `lies in the leaf ${cellText(ancestor)}`, 'send one of them');
    }
    if ((owners[leaf] ?? 0) >= territories.length) {
      blame('leaves', owners[leaf], 'is not the position of a territory', `send 0 to ${territories.length - 1}`);
    }
  });
}

function checkSums(layout: Layout, leaves: LeafTable, blame: BlameShape): void {
  const { metrics, territories, balance, feasible } = layout;
  const width = metrics.length;
  const sums = new Float64Array(territories.length * width);
  leaves.territories.forEach((territory, leaf) => {
    for (let metric = 0; metric < width && territory < territories.length; metric++) {
      const at = territory * width + metric;
      sums[at] = (sums[at] ?? 0) + (leaves.sums[leaf * width + metric] ?? 0);
    }
  });
  territories.forEach((territory, position) => {
    metrics.forEach((name, metric) => {
      const [sum, target, deviation] = [territory.sums[name], territory.targets[name], territory.deviations[name]];
      if (sum === undefined || target === undefined || deviation === undefined) {
        blame(`territory/${territory.id}`, name, 'is not in its sums, targets and deviations', 'send all metrics');
      } else if (!near(sum, sums[position * width + metric] ?? 0)) {
        blame(
          `territory/${territory.id}/sums`,
          sum,
          `is not the ${name} of its leaves`,
          'send the layout as it was exported',
        );
      } else if (!near(deviation, target === 0 ? 0 : Math.abs(sum - target) / target)) {
        blame(
          `territory/${territory.id}/deviations`,
          deviation,
          `is not that of ${name} from its target`,
          'send it as it was exported',
        );
      } else if (feasible && deviation > (Object.hasOwn(balance, name) ? (balance[name] ?? 0) : Infinity) + SLACK) {
        blame(
          'layout/feasible',
          true,
          `is not true: ${name} of ${territory.id} is outside of its tolerance`,
          'send false',
        );
      }
    });
  });
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= SLACK * Math.max(1, Math.abs(a), Math.abs(b));
}
