import { Failure } from '../domain/failure.ts';
import { getHierarchy } from './get-hierarchy.ts';
import type { Ports } from './ports.ts';

/** Deletes a hierarchy; its layout stays. Throws `not-found`; `precondition-failed` where it is another version than `expected`. */
export async function deleteHierarchy(
  ports: Ports,
  workspaceId: string,
  hierarchyId: string,
  expected: number | null = null,
): Promise<void> {
  if (await ports.hierarchies.delete(workspaceId, hierarchyId, expected)) return;
  await getHierarchy(ports, workspaceId, hierarchyId);
  throw new Failure('precondition-failed', 'somebody changed the hierarchy at the same time: read it again');
}
