import type { Layout } from '../domain/layout.ts';
import type { LineReading } from '../domain/line-reading.ts';
import { localDay } from '../domain/moment.ts';
import type { Plan } from '../domain/plan.ts';
import type { RepairTold } from '../domain/repair-told.ts';
import type { ReviewLimits } from '../domain/review-settings.ts';
import { getLayout } from './get-layout.ts';
import type { Ports } from './ports.ts';
import { repairLayout } from './repair-layout.ts';
import { findServingReps } from './serving-reps.ts';

/** Looks for the smallest repair of a line: null where none of the limits is one that borders can keep. */
export async function repairLine(
  ports: Ports,
  workspaceId: string,
  { planId, timeZone }: Plan,
  { line, layoutId, readMs, limits: read }: LineReading,
  limits: ReviewLimits,
): Promise<RepairTold | null> {
  if (read.length === 0) return null;
  const layout = await getLayout(ports, workspaceId, layoutId);
  const { metrics } = layout;
  const mostHours = await hoursOf(ports, workspaceId, planId, { layout, lineId: line }, limits.workload);
  const asked = limits.deviation;
  // The others are limits of accounts that the layout does not hold.
  const kept = asked && Object.fromEntries(Object.entries(asked).filter(([metric]) => metrics.includes(metric)));
  if (kept !== null && Object.keys(kept).length === 0 && mostHours.size === 0) return null;
  const repair = await repairLayout(ports, workspaceId, layoutId, {
    ...{ planId, limits: kept, targets: limits.deviationFrom === 'layout' ? 'layout' : 'equal', mostHours },
    remarks: { name: `Repair of the review of ${localDay(readMs, timeZone)}`, note: undefined, labels: undefined },
  });
  const { counted, repaired, breaches, moves, isInside, accounts, atLeast } = repair;
  return {
    counted: { layoutId: counted.layoutId },
    repaired: repaired && { layoutId: repaired.layoutId },
    ...{ breaches, moves, isInside, accounts, atLeast },
  };
}

/** The most hours of work of each territory whose rep's capacity is known; none where they are not limited. */
async function hoursOf(
  ports: Ports,
  workspaceId: string,
  planId: string,
  served: { readonly layout: Layout; readonly lineId: string | null },
  limit: number | null,
) {
  const most = new Map<string, number>();
  if (limit === null) return most;
  const { reps } = await findServingReps(ports, workspaceId, planId, served, null);
  for (const [id, { capacityHours }] of reps) if (capacityHours) most.set(id, limit * capacityHours);
  return most;
}
