import { Failure } from '../domain/failure.ts';
import type { Hierarchy, Manager } from '../domain/hierarchy.ts';
import { refuseHierarchy } from '../domain/refuse-hierarchy.ts';
import { shorten } from '../domain/shorten.ts';
import { findUnknownManagers } from './find-unknown-managers.ts';
import type { Ports } from './ports.ts';

/** A new name or manager of a parent; what is left out stays. */
export interface ParentChange {
  readonly id: string;
  readonly name?: string | undefined;
  readonly manager?: Manager | null | undefined;
}

/**
 * Changes names and managers of a hierarchy, all or none of them.
 *
 * Errors: `invalid-hierarchy` with every node that is not there or named twice, and every manager who is no rep; `precondition-failed` where somebody
 * has changed the hierarchy since `from` was read.
 */
export async function changeHierarchy(
  ports: Ports,
  workspaceId: string,
  from: Hierarchy,
  changes: readonly ParentChange[],
): Promise<void> {
  const positions = new Map(from.parents.map(({ id }, position) => [id, position]));
  const unknown = changes.flatMap(({ id }, at) => {
    const isFirst = changes.findIndex((change) => change.id === id) === at;
    if (positions.has(id) && isFirst) return [];
    const detail = isFirst ? 'is no node of the hierarchy' : 'is named twice';
    return [{ field: `/nodes/${at}/id`, value: shorten(id), detail, remedy: 'name each node that changes once' }];
  });
  const managers = changes.map(({ manager }, at) => ({ field: `/nodes/${at}/manager`, manager: manager ?? null }));
  refuseHierarchy([...unknown, ...(await findUnknownManagers(ports, workspaceId, from.layoutId, managers))]);
  const renamed = changes.flatMap(({ id, name, manager }) => {
    const position = positions.get(id) ?? -1;
    const parent = from.parents[position];
    if (parent === undefined) return [];
    return [{ position, name: name ?? parent.name, manager: manager === undefined ? parent.manager : manager }];
  });
  if (await ports.hierarchies.rename(workspaceId, from.hierarchyId, from.version, renamed)) return;
  throw new Failure('precondition-failed', 'somebody changed the hierarchy at the same time: read it again');
}
