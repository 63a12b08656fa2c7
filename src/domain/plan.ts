import type { Resolution } from './cell.ts';
import { Failure } from './failure.ts';
import type { Metric } from './metric.ts';
import type { NamedOwner } from './plan-event.ts';
import type { QualityWeights } from './quality-weights.ts';

/** A territory plan: accounts and the layouts made from them. */
export interface Plan {
  readonly planId: string;
  readonly name: string;
  /** Metric names beside `accounts`; empty until declared or until the first upload shows them. */
  readonly metrics: readonly string[];
  /** The same metrics with what is known of them, in the same order. */
  readonly metricDetails: readonly Metric[];
  /** Accounts are binned at this resolution and leaves are never finer. */
  readonly finestResolution: Resolution;
  /** What layouts balance the accounts within, where nothing else is asked for: a fraction of the target. */
  readonly tolerance: number;
  /** The IANA time zone in which days and times of the plan are meant. */
  readonly timeZone: string;
  /** Whether only a publication that another key has approved can be published. */
  readonly approvalRequired: boolean;
  /** Who owns what no territory holds and nobody is named for; null: nobody. */
  readonly catchAll: NamedOwner | null;
  /** The metric that is what accounts are worth now; null: not named. */
  readonly valueMetric: string | null;
  /** The metric that is what accounts could be worth; null: not named. */
  readonly potentialMetric: string | null;
  readonly quality: { readonly weights: QualityWeights };
  readonly createdAt: string;
}

/** The failure of a plan that is not there, or is another workspace's: nobody can tell which. */
export function planNotFound(): Failure {
  return new Failure('not-found', 'no plan of this workspace has this id');
}
