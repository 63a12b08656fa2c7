import type { App } from '../app.ts';
import { registerDeleteRep } from './reps/delete-rep.ts';
import { registerGetRep } from './reps/get-rep.ts';
import { registerListRepAccounts } from './reps/list-rep-accounts.ts';
import { registerListReps } from './reps/list-reps.ts';
import { registerPutReps } from './reps/put-reps.ts';

/** Routes of a plan's reps. */
export function registerRepRoutes(app: App): void {
  registerPutReps(app);
  registerListReps(app);
  registerGetRep(app);
  registerDeleteRep(app);
  registerListRepAccounts(app);
}
