import type { App } from '../app.ts';
import { registerFixLayoutConflict } from './conflicts/fix-layout-conflict.ts';
import { registerFixPlanConflict } from './conflicts/fix-plan-conflict.ts';
import { registerListLayoutConflicts } from './conflicts/list-layout-conflicts.ts';
import { registerListPlanConflicts } from './conflicts/list-plan-conflicts.ts';

/** Routes of conflicts. */
export function registerConflictRoutes(app: App): void {
  registerListLayoutConflicts(app);
  registerListPlanConflicts(app);
  registerFixLayoutConflict(app);
  registerFixPlanConflict(app);
}
