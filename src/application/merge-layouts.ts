import { nearestCommonOrigin } from '../domain/common-origin.ts';
import { Failure } from '../domain/failure.ts';
import type { Layout, LayoutId, Territory } from '../domain/layout.ts';
import { type LayoutDraft, untouchedTerritories } from '../domain/layout-draft.ts';
import type { GivenRemarks } from '../domain/layout-entry.ts';
import { addressDerivation } from '../domain/layout-id.ts';
import { type LeafTable, sortLeafTable } from '../domain/leaf-table.ts';
import { type MergeClash, type MergedLeaf, mergeLeaves, type Preference } from '../domain/merge-leaves.ts';
import { mergeTerritories, type NameClash, renumberTheirs } from '../domain/merge-territories.ts';
import { composeDerived, type DerivedLayout, type MadeLayout } from './derived-layout.ts';
import { entryLike } from './entry-like.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { getPlan } from './get-plan.ts';
import { expectMergeFits } from './merge-limits.ts';
import { findPlanOf } from './only-plan-of.ts';
import type { Ports } from './ports.ts';
import { findRecorded, type SolvedLayout } from './solve-layout.ts';

/** What is asked of a merge. */
export interface MergeRequest {
  readonly with: LayoutId;
  /** What both follow from; null: the nearest layout that both were made from. */
  readonly base: LayoutId | null;
  readonly prefer: Preference;
  /** Whose list gets the layout; null: the one plan that lists ours, if any does. */
  readonly planId: string | null;
  /** What is said of the layout in the plan's list. */
  readonly remarks: GivenRemarks;
}

/** Clashes that an answer lists. */
const MAX_CLASHES = 1_000;

/**
 * Makes one layout of two that were made from one, with what each changed: see `mergeLeaves` and `mergeTerritories`.
 *
 * Targets are those of the side that changed them, ours first, unless the merge has other territories than the base: then each is an equal share.
 *
 * Errors: `not-found`; `plan-required`; `invalid-problem` where the two have no common origin, or other metrics, or make too many cells or territories; `merge-conflict` for what both changed, where nobody is
 * preferred.
 */
export async function mergeLayouts(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  request: MergeRequest,
): Promise<SolvedLayout> {
  const { prefer } = request;
  const ours = await getLayoutLeaves(ports, workspaceId, layoutId);
  const theirs = await getLayoutLeaves(ports, workspaceId, request.with);
  const base = await getLayoutLeaves(ports, workspaceId, await baseOf(ports, workspaceId, layoutId, request));
  const planId = request.planId ?? (await findPlanOf(ports, workspaceId, layoutId));
  if (planId !== null) await getPlan(ports, workspaceId, planId);
  const { metrics } = ours.layout;
  const same = inMetrics(base, metrics, request.base === null ? '/with' : '/base');
  const other = inMetrics(theirs, metrics, '/with');
  const number = await lastNumber(ports, workspaceId, same, ours, other);
  const newId = await addressDerivation({
    kind: 'merged',
    engine: ports.optimizer.engine,
    from: [base.layout.layoutId, layoutId, request.with],
    operations: { prefer },
    evidence: number === null ? [] : [number],
  });
  const entry = await entryLike(ports, workspaceId, planId, ours.layout, request.remarks);
  const recorded = await findRecorded(ports, workspaceId, newId);
  if (recorded !== null) {
    if (planId !== null) await ports.layouts.attach(workspaceId, newId, planId, entry);
    return { ...recorded, recorded: true };
  }
  const made = compose(ports, newId, { base: same, ours, theirs: other }, prefer, number ?? 0);
  await ports.layouts.save(workspaceId, made.layout, made.leaves, planId, entry);
  return { ...made, recorded: false };
}

async function baseOf(ports: Ports, workspaceId: string, ours: LayoutId, request: MergeRequest): Promise<LayoutId> {
  if (request.base !== null) return request.base;
  const edges = [
    ...(await ports.layouts.origins(workspaceId, ours)),
    ...(await ports.layouts.origins(workspaceId, request.with)),
  ];
  const base = nearestCommonOrigin(ours, request.with, edges);
  if (base !== null) return base;
  throw Failure.invalid('invalid-problem', {
    field: '/with',
    value: request.with,
    detail: 'and the layout were not made from one layout, so nobody can tell what either changed',
    remedy: 'send base with the layout that both are to be compared with',
  });
}

interface MergedSides {
  readonly base: MadeLayout;
  readonly ours: MadeLayout;
  readonly theirs: MadeLayout;
}

/** The largest number of a territory `t<number>` that either side or what it was made from ever used; null where none of theirs needs another. */
async function lastNumber(ports: Ports, workspaceId: string, ...sides: MadeLayout[]): Promise<number | null> {
  const [base = [], ours = [], theirs = []] = sides.map(({ layout }) => layout.territories);
  if (renumberTheirs(base, ours, theirs, 0).every((id, at) => id === theirs[at]?.id)) return null;
  const numbers = await Promise.all(
    sides.map(({ layout }) => ports.layouts.largestTerritoryNumber(workspaceId, layout.layoutId)),
  );
  return Math.max(...numbers);
}

function compose(
  { optimizer }: Ports,
  layoutId: LayoutId,
  sides: MergedSides,
  prefer: Preference,
  number: number,
): MadeLayout {
  const { base, ours, theirs } = sides;
  const { territories: known } = base.layout;
  const theirIds = renumberTheirs(known, ours.layout.territories, theirs.layout.territories, number);
  const renumbered = renumber(theirs, theirIds);
  const merged = mergeLeaves(sideOf(base), sideOf(ours), sideOf(renumbered), prefer, ours.layout.metrics.length);
  const { territories, clashes } = mergeTerritories(
    known,
    ours.layout.territories,
    renumbered.layout.territories,
    new Set(merged.leaves.map(({ territory }) => territory)),
    prefer,
  );
  if (prefer === null) expectNoClash(merged.clashes, clashes);
  expectMergeFits(theirs.layout.layoutId, merged.leaves.length, territories.length);
  const draft: LayoutDraft = {
    territories: territories.map(({ id, name }) => ({ id, name, gone: false })),
    leaves: tableOf(
      merged.leaves,
      territories.map(({ id }) => id),
      ours.layout.metrics.length,
    ),
  };
  const made = composeDerived(optimizer, derived(layoutId, { base, ours, theirs: renumbered }, draft));
  const merge = {
    ...{ base: base.layout.layoutId, ours: ours.layout.layoutId, theirs: theirs.layout.layoutId },
    ...{ prefer, clashes: merged.clashes.length + clashes.length },
  };
  return { layout: { ...made.layout, merge }, leaves: made.leaves };
}

function derived(layoutId: LayoutId, { base, ours, theirs }: MergedSides, draft: LayoutDraft): DerivedLayout {
  const untouched = (side: MadeLayout) => untouchedTerritories(side.layout, side.leaves, draft);
  const resolution = {
    ...ours.layout.resolution,
    base: Math.min(ours.layout.resolution.base, theirs.layout.resolution.base) as Layout['resolution']['base'],
    finest: Math.max(ours.layout.resolution.finest, theirs.layout.resolution.finest) as Layout['resolution']['finest'],
  };
  const isSameBalance = JSON.stringify(ours.layout.balance) === JSON.stringify(base.layout.balance);
  return {
    layoutId,
    like: { ...ours.layout, resolution },
    draft,
    balance: isSameBalance ? theirs.layout.balance : ours.layout.balance,
    targets: mergeTargets({ base, ours, theirs }, draft),
    untouched: new Map([...untouched(theirs), ...untouched(ours)]),
    colors: new Map([...theirs.layout.territories, ...ours.layout.territories].map(({ id, color }) => [id, color])),
    islands: [...ours.layout.islands, ...theirs.layout.islands],
    finer: null,
    steps: 0,
    violations: [],
    budget: null,
  };
}

/** By territory those of the side that changed them, ours first; null, equal shares, where the merge has other territories than the base. */
function mergeTargets({ base, ours, theirs }: MergedSides, { territories }: LayoutDraft): DerivedLayout['targets'] {
  const [inBase, inOurs, inTheirs] = [base, ours, theirs].map(
    ({ layout }) => new Map(layout.territories.map(({ id, targets }): [string, Territory['targets']] => [id, targets])),
  );
  const targets = territories.flatMap(({ id }) => {
    const [before, own, other] = [inBase, inOurs, inTheirs].map((side) => side?.get(id));
    if (before === undefined || own === undefined || other === undefined) return [];
    return [JSON.stringify(own) === JSON.stringify(before) ? other : own];
  });
  return targets.length === territories.length && targets.length === inBase?.size ? targets : null;
}

function sideOf({ layout, leaves }: MadeLayout) {
  return { leaves, ids: layout.territories.map(({ id }) => id) };
}

function renumber({ layout, leaves }: MadeLayout, ids: readonly string[]): MadeLayout {
  const territories = layout.territories.map((own, position) => ({ ...own, id: ids[position] ?? own.id }));
  return { layout: { ...layout, territories }, leaves };
}

function tableOf(leaves: readonly MergedLeaf[], ids: readonly string[], metrics: number): LeafTable {
  const places = new Map(ids.map((id, position) => [id, position]));
  const sums = new Float64Array(leaves.length * metrics);
  leaves.forEach((leaf, at) => {
    sums.set(leaf.sums, at * metrics);
  });
  return sortLeafTable({
    cells: BigUint64Array.from(leaves, ({ cell }) => cell),
    territories: Uint32Array.from(leaves, ({ territory }) => places.get(territory) ?? 0),
    sums,
  });
}

/** A layout with its sums in the order of some metrics. Throws `invalid-problem` in `field` where it has others. */
function inMetrics({ layout, leaves }: MadeLayout, metrics: readonly string[], field: string): MadeLayout {
  const columns = metrics.map((name) => layout.metrics.indexOf(name));
  if (columns.includes(-1) || layout.metrics.length !== metrics.length) {
    throw Failure.invalid('invalid-problem', {
      field,
      value: layout.layoutId,
      detail: `has other metrics: ${layout.metrics.join(', ')} instead of ${metrics.join(', ')}`,
      remedy: "rebalance the one that was made before the plan's metrics changed, and merge what comes of it",
    });
  }
  if (columns.every((column, at) => column === at)) return { layout, leaves };
  const width = metrics.length;
  const sums = leaves.sums.map((_, at) => leaves.sums[at - (at % width) + (columns[at % width] ?? 0)] ?? 0);
  return { layout, leaves: { ...leaves, sums } };
}

function expectNoClash(cells: readonly MergeClash[], names: readonly NameClash[]): void {
  const count = cells.length + names.length;
  if (count === 0) return;
  throw new Failure(
    'merge-conflict',
    `both changed ${cells.length} cells and ${names.length} names, each to something else: send prefer with ours or theirs, or edit one of the layouts first`,
    [],
    0,
    { clashCount: count, clashes: cells.slice(0, MAX_CLASHES), nameClashes: names.slice(0, MAX_CLASHES) },
  );
}
