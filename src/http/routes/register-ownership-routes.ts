import type { App } from '../app.ts';
import { registerFindPlanOwner } from './ownership/find-plan-owner.ts';
import { registerFindPlanOwners } from './ownership/find-plan-owners.ts';
import { registerGetOwnerHistory } from './ownership/get-owner-history.ts';
import { registerGetPublicationPack } from './ownership/get-publication-pack.ts';
import { registerGetRules } from './ownership/get-rules.ts';
import { registerListNamedAccounts } from './ownership/list-named-accounts.ts';
import { registerNameAccounts } from './ownership/name-accounts.ts';
import { registerReplaceRules } from './ownership/replace-rules.ts';

/** Routes of who owns what. */
export function registerOwnershipRoutes(app: App): void {
  registerFindPlanOwner(app);
  registerFindPlanOwners(app);
  registerNameAccounts(app);
  registerListNamedAccounts(app);
  registerGetRules(app);
  registerReplaceRules(app);
  registerGetOwnerHistory(app);
  registerGetPublicationPack(app);
}
