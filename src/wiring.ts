import { achievedByTerritory } from './application/achieved-by-territory.ts';
import type { Ports } from './application/ports.ts';
import { SOLVE_LIMITS } from './application/solve-limits.ts';
import type { Env } from './env.ts';
import { accountReader } from './ingest/account-reader.ts';
import { planFileReader } from './ingest/plan-file-reader.ts';
import { repReader } from './ingest/rep-reader.ts';
import { actualReader, contactReader, dealReader } from './ingest/row-file-reader.ts';
import { territoryFileReader } from './ingest/territory-file-reader.ts';
import { WasmOptimizer } from './optimizer-binding/wasm-optimizer.ts';
import { httpSender } from './outbound/http-sender.ts';
import { accountScanD1 } from './storage/account-scan.d1.ts';
import { accountSetsD1 } from './storage/account-sets.d1.ts';
import { accountStoreD1 } from './storage/accounts.d1.ts';
import { actualStoreD1 } from './storage/actuals.d1.ts';
import { assignmentStoreD1 } from './storage/assignments.d1.ts';
import { contactStoreD1 } from './storage/contacts.d1.ts';
import { dealStoreD1 } from './storage/deals.d1.ts';
import { deliveryStoreD1 } from './storage/deliveries.d1.ts';
import { eventLogD1 } from './storage/events.d1.ts';
import { goalStoreD1 } from './storage/goals.d1.ts';
import { governanceStoreD1 } from './storage/governance-store.ts';
import { hierarchyStoreD1 } from './storage/hierarchies.d1.ts';
import { jobStoreD1 } from './storage/jobs.d1.ts';
import { keyStoreD1 } from './storage/keys.d1.ts';
import { layoutEntriesD1 } from './storage/layout-entries.d1.ts';
import { RecordedLayouts } from './storage/layout-store.ts';
import { lineStoreD1 } from './storage/lines.d1.ts';
import { outreachStoreD1 } from './storage/outreach.d1.ts';
import { ownershipStoreD1 } from './storage/ownership.d1.ts';
import { planLogD1 } from './storage/plan-log.d1.ts';
import { planTransfersD1 } from './storage/plan-transfers.d1.ts';
import { planStoreD1 } from './storage/plans.d1.ts';
import { WriteOrder } from './storage/recent-reads.ts';
import { recordSweeperD1 } from './storage/record-sweeper.d1.ts';
import { repStoreD1 } from './storage/reps.d1.ts';
import { requestLedgerD1 } from './storage/request-ledger.d1.ts';
import { requestMeter } from './storage/request-meter.ts';
import { reviewStoreD1 } from './storage/reviews.d1.ts';
import { SharedReads } from './storage/shared-reads.ts';
import { stageStoreD1 } from './storage/stages.d1.ts';
import { textStoreD1 } from './storage/texts.d1.ts';
import { edgeTileCache } from './storage/tile-cache.ts';
import { webhookStoreD1 } from './storage/webhooks.d1.ts';
import { workspaceStoreD1 } from './storage/workspaces.d1.ts';
import { mapEncoder } from './tiles/map-encoder.ts';
import { deliverSoon } from './workflows/deliver-soon.ts';
import { deliveryRunner } from './workflows/delivery-runner.ts';
import { reviewRunner } from './workflows/review-runner.ts';
import { workflowRunner } from './workflows/workflow-runner.ts';

/** Puts the ports together from what the Worker is bound to. */
export function wirePorts(env: Env): Ports {
  const governance = governanceStoreD1(env.DB);
  const reads = new SharedReads(env.DB);
  const order = new WriteOrder();
  const delivery = {
    deliveries: deliveryStoreD1(env.DB, env.WEBHOOK_SEALING_KEY, () => onSpread()),
    deliveryRunner: deliveryRunner(env.DELIVERIES),
  };
  const onSpread = deliverSoon(delivery);
  const ports: Ports = {
    keys: keyStoreD1(env.DB, reads, order),
    workspaces: workspaceStoreD1(env.DB),
    plans: planStoreD1(env.DB),
    accounts: accountStoreD1(env.DB),
    accountSets: accountSetsD1(env.DB),
    accountReader,
    accountScan: accountScanD1(env.DB),
    territoryFileReader,
    reps: repStoreD1(env.DB),
    repReader,
    lines: lineStoreD1(env.DB),
    layouts: new RecordedLayouts(env.DB, env.CACHE, onSpread),
    texts: textStoreD1(env.DB),
    actuals: actualStoreD1(env.DB),
    actualReader,
    deals: dealStoreD1(env.DB),
    dealReader,
    contacts: contactStoreD1(env.DB),
    contactReader,
    outreach: outreachStoreD1(env.DB),
    layoutEntries: layoutEntriesD1(env.DB),
    assignments: assignmentStoreD1(env.DB),
    hierarchies: hierarchyStoreD1(env.DB),
    goals: goalStoreD1(env.DB),
    goalHistory: { achieved: (...asked) => achievedByTerritory(ports, ...asked) },
    stages: stageStoreD1(env.DB),
    optimizer: new WasmOptimizer(),
    solveLimits: { ...SOLVE_LIMITS, sliceSteps: Number(env.SLICE_STEPS ?? 0) || SOLVE_LIMITS.sliceSteps },
    jobs: jobStoreD1(env.DB, onSpread),
    jobRunner: workflowRunner(env.SOLVES),
    maps: mapEncoder,
    tiles: edgeTileCache,
    ledger: requestLedgerD1(env.DB),
    transfers: planTransfersD1(env.DB),
    planFileReader,
    planLog: planLogD1(env.DB, onSpread),
    governance,
    ownership: ownershipStoreD1(env.DB, reads, order, governance),
    webhooks: webhookStoreD1(env.DB, env.WEBHOOK_SEALING_KEY),
    events: eventLogD1(env.DB, onSpread),
    reviews: reviewStoreD1(env.DB, onSpread),
    reviewRunner: reviewRunner(env.REVIEWS),
    ...delivery,
    sender: httpSender(env.WEBHOOK_LOOPBACK === '1'),
    noteWrite: (workspaceId) => order.note(workspaceId),
    sweeper: recordSweeperD1(env.DB, env.CACHE, env.COUNTERS),
    meter: requestMeter(env.COUNTERS, Number(env.RATE_LIMIT_SCALE ?? 1) || 1),
  };
  return ports;
}
