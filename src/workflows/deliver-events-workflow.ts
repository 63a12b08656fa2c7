import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, type WorkflowStepConfig } from 'cloudflare:workers';
import { deliverLane } from '../application/deliver-lane.ts';
import type { LaneRef } from '../application/delivery-store.ts';
import type { Env } from '../env.ts';
import { wirePorts } from '../wiring.ts';

/** A try of a step that was lost in the middle goes on where the record says. Its end is not waited for longer than a lease lasts. */
const STEP = {
  retries: { limit: 3, delay: '10 seconds', backoff: 'constant' },
  timeout: '10 minutes',
} as const satisfies WorkflowStepConfig;

/** Tries of one step, each of up to 5 s: its result is only when to go on. */
const TRIES_PER_STEP = 50;
/** Tries of one instance take a request and a batch of five queries each: 1,000 queries are allowed. What is left is the next one's. */
const STEPS = 3;
/** What is to wait longer is started again by the cron. */
const SLEEP_MS = 120_000;

/** Sends the events of one plan to one webhook, in order: see `application/deliver-lane.ts`. */
export class DeliverEventsWorkflow extends WorkflowEntrypoint<Env, LaneRef> {
  override async run(event: Readonly<WorkflowEvent<LaneRef>>, step: WorkflowStep): Promise<void> {
    const lane = event.payload;
    const ports = wirePorts(this.env);
    const sending = { deliveries: ports.deliveries, sender: ports.sender, now: Date.now };
    for (let steps = 1; steps <= STEPS; steps++) {
      const waitMs = await step.do(`send ${steps}`, STEP, async () => {
        const { wakeMs } = await deliverLane(sending, lane, event.instanceId, TRIES_PER_STEP);
        return wakeMs === null ? null : Math.max(0, wakeMs - Date.now());
      });
      if (waitMs === null || waitMs > SLEEP_MS) return;
      if (waitMs > 0) await step.sleep(`wait ${steps}`, waitMs);
    }
    await step.do('hand over', STEP, async () => {
      const nowMs = Date.now();
      await ports.deliveryRunner.start(await ports.deliveries.takeDue(nowMs, 1), nowMs);
    });
  }
}
