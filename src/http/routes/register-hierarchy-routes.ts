import type { App } from '../app.ts';
import { registerCarryHierarchy } from './hierarchies/carry-hierarchy.ts';
import { registerChangeHierarchy } from './hierarchies/change-hierarchy.ts';
import { registerCreateHierarchy } from './hierarchies/create-hierarchy.ts';
import { registerCreatePlanHierarchy } from './hierarchies/create-plan-hierarchy.ts';
import { registerDeleteHierarchy } from './hierarchies/delete-hierarchy.ts';
import { registerGetHierarchy } from './hierarchies/get-hierarchy.ts';
import { registerListHierarchies } from './hierarchies/list-hierarchies.ts';
import { registerListNodes } from './hierarchies/list-nodes.ts';

/** Routes of hierarchies. */
export function registerHierarchyRoutes(app: App): void {
  registerCreateHierarchy(app);
  registerCreatePlanHierarchy(app);
  registerListHierarchies(app);
  registerGetHierarchy(app);
  registerListNodes(app);
  registerCarryHierarchy(app);
  registerChangeHierarchy(app);
  registerDeleteHierarchy(app);
}
