import type { DeliveryRunner, LaneRef } from '../application/delivery-store.ts';

/** Sends what is in lanes by instances of a Workflow. A lane is started once in a moment. */
export function deliveryRunner(workflow: Workflow<LaneRef>): DeliveryRunner {
  return {
    async start(lanes, nowMs) {
      // `create` throws where the instance exists; a batch skips it.
      await workflow.createBatch(lanes.map((lane) => ({ id: `lane-${lane.laneId}-${nowMs}`, params: lane })));
    },
  };
}
