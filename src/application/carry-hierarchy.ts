import { carryTree } from '../domain/carry-tree.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import { placeTree } from '../domain/place-tree.ts';
import { refuseHierarchy } from '../domain/refuse-hierarchy.ts';
import { shorten } from '../domain/shorten.ts';
import { piecesOfLayout } from '../domain/territory-pieces.ts';
import { getHierarchy, type HierarchyOfLayout } from './get-hierarchy.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { keepHierarchy } from './keep-hierarchy.ts';
import type { Ports } from './ports.ts';

/**
 * Makes the same tree, with its names and managers, for another layout of the plan. Levels that are to be connected and are not any more are told as
 * violations of the new hierarchy.
 *
 * Errors: `not-found`; `invalid-hierarchy` for a layout of other plans, new territories that nothing tells a parent for, and parents that are left without a child.
 */
export async function carryHierarchy(
  ports: Ports,
  workspaceId: string,
  hierarchyId: string,
  layoutId: LayoutId,
): Promise<HierarchyOfLayout> {
  const hierarchy = await getHierarchy(ports, workspaceId, hierarchyId);
  const from = await getLayoutLeaves(ports, workspaceId, hierarchy.layoutId);
  const to = await getLayoutLeaves(ports, workspaceId, layoutId);
  await expectSamePlan(ports, workspaceId, hierarchy.layoutId, layoutId);
  const { tree, decided, homeless, childless } = carryTree(hierarchy, from, to);
  refuseHierarchy([...homeless.map(noParent), ...childless.map(noChild)]);
  const { parents, broken } = placeTree(
    tree,
    piecesOfLayout(to.layout, to.leaves),
    to.layout.territories.map(({ id }) => id),
  );
  const origin = { kind: 'carried', from: hierarchyId, fromLayout: hierarchy.layoutId, decided } as const;
  return keepHierarchy(ports, workspaceId, {
    layout: to.layout,
    tree,
    parents,
    origin,
    violations: [...broken.values()],
  });
}

/** Ids of territories mean the same within a plan alone. Layouts that no plan lists may come from each other. */
async function expectSamePlan(ports: Ports, workspaceId: string, from: LayoutId, to: LayoutId): Promise<void> {
  const [own, other] = [await ports.layouts.plansOf(workspaceId, from), await ports.layouts.plansOf(workspaceId, to)];
  if (own.some((planId) => other.includes(planId)) || (own.length === 0 && other.length === 0)) return;
  throw Failure.invalid('invalid-hierarchy', {
    field: '/layoutId',
    value: to,
    detail: 'is a layout of another plan: its territories are others, even with the same ids',
    remedy: 'name a layout of the same plan',
  });
}

function noParent(territoryId: string): Violation {
  return {
    field: '/layoutId',
    value: shorten(territoryId),
    detail: `${territoryId} is new and lies apart from everything that the hierarchy knows: nothing tells where it belongs`,
    remedy: 'give the tree of that layout whole, by POST /v1/layouts/{layoutId}/hierarchies',
  };
}

function noChild(nodeId: string): Violation {
  return {
    field: '/layoutId',
    value: shorten(nodeId),
    detail: `${nodeId} is left without a child: no territory of that layout is under it`,
    remedy: 'give the tree of that layout without it, by POST /v1/layouts/{layoutId}/hierarchies',
  };
}
