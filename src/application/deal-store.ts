import type { Deal, DealFilter, PipelineStage } from '../domain/deal.ts';
import type { Page, PageRequest } from './page.ts';
import type { OpenUpload, RowUploads, UnknownNames } from './row-upload.ts';

/** Deals of a plan, and the stages of its pipeline. */
export interface DealStore {
  readonly uploads: RowUploads<Deal, 'all'>;
  /** Stages of an upload's deals that have no probability of their own and that the pipeline does not have. */
  unknownStages(upload: OpenUpload): Promise<UnknownNames>;
  /** By id. */
  list(workspaceId: string, planId: string, filter: DealFilter, page: PageRequest): Promise<Page<Deal>>;
  /** In their order. */
  stages(workspaceId: string, planId: string): Promise<PipelineStage[]>;
  /**
   * Replaces all stages, where they are still those of `expected`; null: whatever they are. False, and nothing done, where they are others. Throws `not-found`
   * where the plan is gone.
   */
  putStages(
    workspaceId: string,
    planId: string,
    stages: readonly PipelineStage[],
    expected: readonly PipelineStage[] | null,
  ): Promise<boolean>;
}
