import type { Workspace, WorkspaceSettings } from '../domain/workspace.ts';

/** Settings of workspaces. */
export interface WorkspaceStore {
  /** Null also for one that has ended. */
  find(workspaceId: string): Promise<Workspace | null>;
  /** False, and nothing done, where it is not at this version any more. */
  change(workspaceId: string, version: number, settings: WorkspaceSettings): Promise<boolean>;
  /** Ends a workspace: its keys are gone at once, and what it holds is to be deleted. False, and nothing done, where it has ended or is not at this version. */
  end(workspaceId: string, version: number | null, now: string): Promise<boolean>;
}
