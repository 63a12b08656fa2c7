import { Failure } from '../domain/failure.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { Ports } from './ports.ts';
import { runSweeps } from './sweep.ts';

/** Calls that a request spends on deleting; what is left is for the retention job. */
const REQUEST_CALLS = 300;

/**
 * Ends a workspace: from now on no key opens it, and all that it holds is deleted, as much as fits into a request at once and the rest by the retention
 * job.
 *
 * Errors: `precondition-failed` where it is another version than `expected`; `not-found` where it has ended already.
 */
export async function deleteWorkspace(
  ports: Ports,
  workspaceId: string,
  expected: Workspace | null,
  calls: number = REQUEST_CALLS,
): Promise<void> {
  const isEnded = await ports.workspaces.end(workspaceId, expected?.version ?? null, new Date().toISOString());
  if (!isEnded) {
    if ((await ports.workspaces.find(workspaceId)) === null) throw new Failure('not-found', 'the workspace is gone');
    throw new Failure('precondition-failed', 'somebody changed the workspace at the same time: read it again');
  }
  const { failed } = await runSweeps({ workspace: ports.sweeper.workspace(workspaceId) }, calls);
  if (failed.workspace !== undefined) console.error(JSON.stringify({ workspaceId, error: failed.workspace }));
}
