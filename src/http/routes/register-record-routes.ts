import type { App } from '../app.ts';
import { accountRowSchema } from './accounts/account-bodies.ts';
import { registerDeleteAccount } from './accounts/delete-account.ts';
import { registerDeleteAccounts } from './accounts/delete-accounts.ts';
import { registerGetAccount } from './accounts/get-account.ts';
import { registerListAccounts } from './accounts/list-accounts.ts';
import { registerListCells } from './accounts/list-cells.ts';
import { registerPutAccounts } from './accounts/put-accounts.ts';
import { registerChangePlan } from './plans/change-plan.ts';
import { registerCreatePlan } from './plans/create-plan.ts';
import { registerDeletePlan } from './plans/delete-plan.ts';
import { registerExportPlan } from './plans/export-plan.ts';
import { registerGetPlan } from './plans/get-plan.ts';
import { registerImportPlan } from './plans/import-plan.ts';
import { registerListPlans } from './plans/list-plans.ts';

/** Routes of plans and their accounts. */
export function registerRecordRoutes(app: App): void {
  registerCreatePlan(app);
  registerImportPlan(app);
  registerListPlans(app);
  registerGetPlan(app);
  registerChangePlan(app);
  registerDeletePlan(app);
  registerExportPlan(app);
  app.openAPIRegistry.register('AccountRow', accountRowSchema);
  registerPutAccounts(app);
  registerListAccounts(app);
  registerGetAccount(app);
  registerDeleteAccount(app);
  registerDeleteAccounts(app);
  registerListCells(app);
}
