import type { TerritoryStage } from '../domain/territory-stage.ts';
import type { Page, PageRequest } from './page.ts';

/** Stages of territories of plans. */
export interface StageStore {
  /** By territory, ascending. */
  list(workspaceId: string, planId: string, page: PageRequest): Promise<Page<TerritoryStage>>;
  find(workspaceId: string, planId: string, territoryId: string): Promise<TerritoryStage | null>;
  /** All of a plan. */
  all(workspaceId: string, planId: string): Promise<readonly TerritoryStage[]>;
  /** Puts stages; `replace`: no others stay. Throws `not-found` where the plan is gone. */
  put(workspaceId: string, planId: string, stages: readonly TerritoryStage[], replace: boolean): Promise<void>;
  /** False where there was none. */
  delete(workspaceId: string, planId: string, territoryId: string): Promise<boolean>;
}
