import type { App } from '../app.ts';
import { registerChangeGoal } from './goals/change-goal.ts';
import { registerCheckGoal } from './goals/check-goal.ts';
import { registerCreateGoal } from './goals/create-goal.ts';
import { registerDeleteGoal } from './goals/delete-goal.ts';
import { registerGetGoal } from './goals/get-goal.ts';
import { registerListGoals } from './goals/list-goals.ts';
import { registerListGoalRevisions } from './goals/list-revisions.ts';
import { registerSpreadGoals } from './goals/spread-goals.ts';
import { registerDeleteStage } from './stages/delete-stage.ts';
import { registerGetStage } from './stages/get-stage.ts';
import { registerListStages } from './stages/list-stages.ts';
import { registerPutStage } from './stages/put-stage.ts';
import { registerReplaceStages } from './stages/replace-stages.ts';

/** Routes of goals, and of stages of territories that weigh in them. */
export function registerGoalRoutes(app: App): void {
  registerCreateGoal(app);
  registerSpreadGoals(app);
  registerListGoals(app);
  registerGetGoal(app);
  registerListGoalRevisions(app);
  registerCheckGoal(app);
  registerChangeGoal(app);
  registerDeleteGoal(app);
  registerListStages(app);
  registerReplaceStages(app);
  registerGetStage(app);
  registerPutStage(app);
  registerDeleteStage(app);
}
