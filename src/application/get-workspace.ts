import { Failure } from '../domain/failure.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { Ports } from './ports.ts';

/** The workspace with this id. Throws `not-found`. */
export async function getWorkspace(ports: Ports, workspaceId: string): Promise<Workspace> {
  const workspace = await ports.workspaces.find(workspaceId);
  if (workspace === null) throw new Failure('not-found', 'the workspace is gone');
  return workspace;
}
