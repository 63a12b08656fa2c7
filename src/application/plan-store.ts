import type { Plan } from '../domain/plan.ts';
import type { PlanChange } from './change-plan.ts';
import type { Page, PageRequest } from './page.ts';
import type { PlanVersion } from './plan-version.ts';

/** Plans of a workspace. */
export interface PlanStore {
  create(workspaceId: string, plan: Plan): Promise<void>;
  find(workspaceId: string, planId: string): Promise<Plan | null>;
  list(workspaceId: string, page: PageRequest): Promise<Page<Plan>>;
  /** Changes what is named. False, and nothing changed, where there is no such plan, it is another version than `expected`, or accounts keep its resolution as it is. */
  change(workspaceId: string, planId: string, change: PlanChange, expected: PlanVersion | null): Promise<boolean>;
  /** Declares metrics that the first upload showed, where none are declared yet. Answers those that hold now. Throws `not-found`. */
  declareMetrics(workspaceId: string, planId: string, metrics: readonly string[]): Promise<readonly string[]>;
  /** Deletes the plan, its accounts, its jobs, and its layouts that no other plan holds. False, and nothing deleted, where there is none or another version than `expected`. */
  delete(workspaceId: string, planId: string, expected: PlanVersion | null): Promise<boolean>;
}
