import { Failure } from '../domain/failure.ts';
import type { Workspace, WorkspaceSettings } from '../domain/workspace.ts';
import type { Ports } from './ports.ts';

/** Changes settings of a workspace, unless somebody else has changed them since `from` was read: then it throws `precondition-failed`. */
export async function changeWorkspace(
  ports: Ports,
  from: Workspace,
  changes: Partial<WorkspaceSettings>,
): Promise<Workspace> {
  const { workspaceId, version } = from;
  const changed = { ...from, ...changes, version: version + 1 };
  if (await ports.workspaces.change(workspaceId, version, changed)) return changed;
  throw new Failure('precondition-failed', 'somebody changed the workspace at the same time: read it again');
}
