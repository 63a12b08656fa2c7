import type { Assignment } from '../domain/assignment.ts';
import { Failure } from '../domain/failure.ts';
import type { Ports } from './ports.ts';

/** The assignment with this id. Throws `not-found`, also for one of another workspace. */
export async function getAssignment(ports: Ports, workspaceId: string, assignmentId: string): Promise<Assignment> {
  const assignment = await ports.assignments.find(workspaceId, assignmentId);
  if (assignment === null) throw new Failure('not-found', 'no assignment of this workspace has this id');
  return assignment;
}
