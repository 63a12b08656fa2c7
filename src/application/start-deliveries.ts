import type { Ports } from './ports.ts';

/** Lanes that are started at once: a batch of Workflows holds as many. */
const LANES = 100;
/** Events that are spread at once, and how often a run does so: what is left is for the next. */
const EVENTS = 500;
const ROUNDS = 10;

/**
 * Has sent what is due: spreads events whose time has come, and starts the lanes where something waits and nobody is at it. Answers how many lanes.
 *
 * Called after what has been recorded, and every minute: what a machine that was lost has left goes on.
 */
export async function startDeliveries(ports: Ports, nowMs: number): Promise<number> {
  for (let round = 0; round < ROUNDS; round++) {
    if ((await ports.events.spreadDue(nowMs, EVENTS)) < EVENTS) break;
  }
  return startDueLanes(ports, nowMs);
}

/** The second half of it. */
export async function startDueLanes(
  { deliveries, deliveryRunner }: Pick<Ports, 'deliveries' | 'deliveryRunner'>,
  nowMs: number,
): Promise<number> {
  let started = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const lanes = await deliveries.takeDue(nowMs, LANES);
    if (lanes.length > 0) await deliveryRunner.start(lanes, nowMs);
    started += lanes.length;
    if (lanes.length < LANES) break;
  }
  return started;
}
