import type { App } from '../app.ts';
import { registerCreateAssignment } from './assignments/create-assignment.ts';
import { registerGetAssignment } from './assignments/get-assignment.ts';
import { registerListAssignments } from './assignments/list-assignments.ts';

/** Routes of reps matched to territories. */
export function registerAssignmentRoutes(app: App): void {
  registerCreateAssignment(app);
  registerListAssignments(app);
  registerGetAssignment(app);
}
