import { balanceColumns } from '../domain/balance-columns.ts';
import { takeOver } from '../domain/drop-territory.ts';
import type { Edit } from '../domain/edit.ts';
import {
  changeTerritory,
  giveLeaves,
  type LayoutDraft,
  leavesOfTerritory,
  positionOfTerritory,
} from '../domain/layout-draft.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { givePlaces } from './edit-places.ts';
import { blame, type EditWork } from './edit-work.ts';
import type { LeafLinks } from './leaf-links.ts';
import type { LeafGraph } from './optimizer.ts';
import { splitTerritory } from './split-territory.ts';
import { addTerritory } from './territory-ids.ts';

/** Carries out edits in their order. What is wrong with any of them is noted in `work`, and the others go on. Throws `plan-required`, `solve-too-long`, `accounts-replaced`. */
export async function applyEdits(work: EditWork, draft: LayoutDraft, edits: readonly Edit[]): Promise<LayoutDraft> {
  let edited = draft;
  for (const [at, edit] of edits.entries()) edited = await applyEdit(work, edited, `/edits/${at}`, edit);
  return edited;
}

function applyEdit(work: EditWork, draft: LayoutDraft, field: string, edit: Edit): LayoutDraft | Promise<LayoutDraft> {
  switch (edit.kind) {
    case 'assign': {
      const to = namedTerritory(work, draft, `${field}/to`, edit.to);
      return to < 0 ? draft : givePlaces(work, draft, field, edit, to);
    }
    case 'add':
      return add(work, draft, field, edit);
    case 'merge':
      return merge(work, draft, field, edit);
    case 'split': {
      const position = namedTerritory(work, draft, `${field}/territory`, edit.territory);
      return position < 0 ? draft : splitTerritory(work, draft, field, position, edit.into);
    }
    case 'drop': {
      const position = namedTerritory(work, draft, `${field}/territory`, edit.territory);
      return position < 0 ? draft : drop(work, draft, field, position);
    }
    case 'rename': {
      const position = namedTerritory(work, draft, `${field}/territory`, edit.territory);
      return position < 0 ? draft : changeTerritory(draft, position, { name: edit.name });
    }
  }
}

function namedTerritory(work: EditWork, draft: LayoutDraft, field: string, id: string): number {
  const position = positionOfTerritory(draft, id);
  if (position < 0) blame(work, field, id, 'is no territory of the layout', 'send the id of one that it has by then');
  return position;
}

async function add(
  work: EditWork,
  draft: LayoutDraft,
  field: string,
  edit: Edit & { kind: 'add' },
): Promise<LayoutDraft> {
  const grown = await addTerritory(work, draft, field, edit);
  return givePlaces(work, grown, field, edit, grown.territories.length - 1);
}

function merge(work: EditWork, draft: LayoutDraft, field: string, edit: Edit & { kind: 'merge' }): LayoutDraft {
  const members = edit.territories.map((id, at) => namedTerritory(work, draft, `${field}/territories/${at}`, id));
  const into = positionOfTerritory(draft, edit.into);
  if (!members.includes(into)) {
    blame(work, `${field}/into`, edit.into, 'is none of the territories that are merged', 'send the id of one of them');
  }
  if (into < 0 || members.includes(-1)) return draft;
  let merged = draft;
  for (const member of members.filter((position) => position !== into)) {
    merged = giveLeaves(merged, leavesOfTerritory(merged, member), into);
    merged = changeTerritory(merged, member, { gone: true });
  }
  return edit.name === undefined ? merged : changeTerritory(merged, into, { name: edit.name });
}

/** Each leaf goes to a neighbour that takes over next to what it has. */
function drop(work: EditWork, draft: LayoutDraft, field: string, position: number): LayoutDraft {
  const { territories, leaves } = draft;
  if (territories.filter(({ gone }) => !gone).length < 2) {
    const detail = 'is the only territory: nothing could take over what it holds';
    blame(work, `${field}/territory`, territories[position]?.id ?? '', detail, 'add another one first');
    return draft;
  }
  const { metrics, balance } = work.layout;
  const { weightMetric: metric } = balanceColumns(metrics, balance);
  const weights = Float64Array.from(leaves.cells, (_, leaf) => leaves.sums[leaf * metrics.length + metric] ?? 0);
  const loads = new Array<number>(territories.length).fill(0);
  leaves.territories.forEach((territory, leaf) => {
    loads[territory] = (loads[territory] ?? 0) + (weights[leaf] ?? 0);
  });
  const taken = takeOver(joinedLeaves(work, leaves), leaves.territories, position, weights, loads);
  let dropped = changeTerritory(draft, position, { gone: true });
  const owners = dropped.leaves.territories.slice();
  for (const [leaf, territory] of taken) owners[leaf] = territory;
  dropped = { ...dropped, leaves: { ...dropped.leaves, territories: owners } };
  return dropped;
}

/** Which leaves touch. They change only where a leaf was split or a territory solved. */
function joinedLeaves(work: EditWork, leaves: LeafTable): LeafGraph {
  const { joined, layout } = work;
  if (joined !== null && isSame(joined.leaves.cells, leaves.cells) && isSame(joined.leaves.sums, leaves.sums)) {
    return joined.graph;
  }
  const links: LeafLinks = layout.islands.map(({ from, to }) => [from, to]);
  const graph = work.ports.optimizer.joinLeaves(leaves, links);
  work.joined = { leaves, graph };
  return graph;
}

function isSame(a: BigUint64Array | Float64Array, b: BigUint64Array | Float64Array): boolean {
  return a === b || (a.length === b.length && a.every((value: bigint | number, at: number) => value === b[at]));
}
