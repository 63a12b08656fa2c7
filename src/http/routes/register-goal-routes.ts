import type { App } from '../app.ts';
import { registerChangeGoal } from './goals/change-goal.ts';
import { registerCreateGoal } from './goals/create-goal.ts';
import { registerDeleteGoal } from './goals/delete-goal.ts';
import { registerGetGoal } from './goals/get-goal.ts';
import { registerListGoals } from './goals/list-goals.ts';
import { registerListGoalRevisions } from './goals/list-revisions.ts';

/** Routes of goals. */
export function registerGoalRoutes(app: App): void {
  registerCreateGoal(app);
  registerListGoals(app);
  registerGetGoal(app);
  registerListGoalRevisions(app);
  registerChangeGoal(app);
  registerDeleteGoal(app);
}
