import type { App } from '../app.ts';
import { registerCreatePlan } from './plans/create-plan.ts';
import { registerDeletePlan } from './plans/delete-plan.ts';
import { registerGetPlan } from './plans/get-plan.ts';
import { registerListPlans } from './plans/list-plans.ts';

/** Routes of plans and their accounts. */
export function registerRecordRoutes(app: App): void {
  registerCreatePlan(app);
  registerListPlans(app);
  registerGetPlan(app);
  registerDeletePlan(app);
}
