import type { App } from '../app.ts';
import { registerChangeWorkspace } from './workspaces/change-workspace.ts';
import { registerDeleteWorkspace } from './workspaces/delete-workspace.ts';
import { registerGetWorkspace } from './workspaces/get-workspace.ts';

/** Routes of the workspace that a key opens. */
export function registerWorkspaceRoutes(app: App): void {
  registerGetWorkspace(app);
  registerChangeWorkspace(app);
  registerDeleteWorkspace(app);
}
