import type { MeasuredParent } from '../src/application/describe-hierarchy.ts';
import type { HierarchyOrigin, HierarchyViolation } from '../src/domain/hierarchy.ts';

/** A hierarchy as the API answers it. */
export interface HierarchyAnswer {
  readonly hierarchyId: string;
  readonly layoutId: string;
  readonly levels: readonly string[];
  readonly feasible: boolean;
  readonly violations: readonly HierarchyViolation[];
  readonly violationCount: number;
  readonly origin: HierarchyOrigin;
  readonly nodes: readonly MeasuredParent[];
}
