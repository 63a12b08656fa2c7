import type { PlanText, TextSubject } from '../domain/plan-text.ts';
import type { Page, PageRequest } from './page.ts';

/** Texts about plans and their territories: versions are only ever added. */
export interface TextStore {
  /** The latest version, or the one asked for; null where there is none. */
  find(workspaceId: string, planId: string, subject: TextSubject, version: number | null): Promise<PlanText | null>;
  /** Adds a version. False, and nothing added, where the plan is gone or the latest is not the one just before it. */
  add(workspaceId: string, planId: string, text: PlanText): Promise<boolean>;
  /** Versions of one text, the latest first; their texts too. */
  versions(workspaceId: string, planId: string, subject: TextSubject, page: PageRequest): Promise<Page<PlanText>>;
  /** All versions of all texts of a plan, by territory, kind and version, those after one; null: from the first on. */
  all(workspaceId: string, planId: string, after: PlanText | null, limit: number): Promise<readonly PlanText[]>;
  /** Stores texts of a plan that comes in from a file. */
  restore(workspaceId: string, planId: string, texts: readonly PlanText[]): Promise<void>;
  /** The latest versions of all texts of a plan, by territory (the plan as a whole first) and kind. */
  latest(workspaceId: string, planId: string, page: PageRequest): Promise<Page<PlanText>>;
}
