import type { Violation } from '../domain/failure.ts';
import type { HierarchyViolation } from '../domain/hierarchy.ts';
import type { LayoutId } from '../domain/layout.ts';
import { placeTree } from '../domain/place-tree.ts';
import { type GivenTree, readTree } from '../domain/read-tree.ts';
import { refuseHierarchy } from '../domain/refuse-hierarchy.ts';
import { shorten } from '../domain/shorten.ts';
import { piecesOfLayout } from '../domain/territory-pieces.ts';
import { findUnknownManagers } from './find-unknown-managers.ts';
import type { HierarchyOfLayout } from './get-hierarchy.ts';
import { getLayoutLeaves } from './get-layout.ts';
import { keepHierarchy } from './keep-hierarchy.ts';
import type { Ports } from './ports.ts';

/**
 * Keeps a tree that the caller gives over the territories of a layout.
 *
 * Errors: `not-found`; `invalid-hierarchy` with everything that is wrong with the tree, with levels that are to be connected and with managers.
 */
export async function giveHierarchy(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  given: GivenTree,
): Promise<HierarchyOfLayout> {
  const { layout, leaves } = await getLayoutLeaves(ports, workspaceId, layoutId);
  const ids = layout.territories.map(({ id }) => id);
  const { tree, given: order, violations } = readTree(given, ids);
  const { parents, broken } = placeTree(tree, piecesOfLayout(layout, leaves), ids);
  const managers = given.nodes.map(({ manager }, at) => ({ field: `/nodes/${at}/manager`, manager }));
  refuseHierarchy([
    ...violations,
    ...[...broken].map(([position, violation]) => inBody(violation, `/nodes/${order[position]}`)),
    ...(await findUnknownManagers(ports, workspaceId, layoutId, managers)),
  ]);
  return keepHierarchy(ports, workspaceId, { layout, tree, parents, origin: { kind: 'given' }, violations: [] });
}

function inBody({ nodeId, detail, remedy }: HierarchyViolation, field: string): Violation {
  return { field, value: shorten(nodeId ?? ''), detail, remedy };
}
