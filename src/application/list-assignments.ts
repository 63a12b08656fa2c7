import type { AssignmentSummary } from '../domain/assignment.ts';
import type { LayoutId } from '../domain/layout.ts';
import { getPlan } from './get-plan.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** A page of a plan's assignments, the latest first; of one layout where it is given. Throws `not-found`. */
export async function listAssignments(
  ports: Ports,
  workspaceId: string,
  { planId, layoutId }: { readonly planId: string; readonly layoutId: LayoutId | null },
  page: PageRequest,
): Promise<Page<AssignmentSummary>> {
  await getPlan(ports, workspaceId, planId);
  return ports.assignments.list(workspaceId, planId, layoutId, page);
}
