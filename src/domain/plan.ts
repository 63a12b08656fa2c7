import type { Resolution } from './cell.ts';
import { Failure } from './failure.ts';

/** A territory plan: accounts and the layouts made from them. */
export interface Plan {
  readonly planId: string;
  readonly name: string;
  /** Metric names beside `accounts`; empty until declared or until the first upload shows them. */
  readonly metrics: readonly string[];
  /** Accounts are binned at this resolution and leaves are never finer. */
  readonly finestResolution: Resolution;
  readonly createdAt: string;
}

/** The failure of a plan that is not there, or is another workspace's: nobody can tell which. */
export function planNotFound(): Failure {
  return new Failure('not-found', 'no plan of this workspace has this id');
}
