/** Look-ups from memory are told of once in so long: a line for each would take longer than its answer. */
const TELL_EVERY_MS = 1_000;
/** After so long nobody is going to tell any more. */
const LOST_AFTER_MS = 10 * TELL_EVERY_MS;

/** Who keeps going what is to be done after an answer. */
export type Waiting = Pick<ExecutionContext, 'waitUntil'>;

const requestsOf = new Map<string, number>();
let sinceMs = 0;

/** Counts a look-up that was answered from memory. One line of JSON a second says how many there were in each workspace. */
export function logRecalled(workspaceId: string, context: Waiting): void {
  const nowMs = Date.now();
  if (requestsOf.size === 0 || nowMs - sinceMs > LOST_AFTER_MS) {
    sinceMs = nowMs;
    context.waitUntil(scheduler.wait(TELL_EVERY_MS).then(tell));
  }
  requestsOf.set(workspaceId, (requestsOf.get(workspaceId) ?? 0) + 1);
}

function tell(): void {
  for (const [workspaceId, requests] of requestsOf) {
    const line = {
      method: 'GET',
      route: '/v1/plans/:planId/owner',
      status: 200,
      workspaceId,
      requests,
      from: 'memory',
    };
    console.log(JSON.stringify(line));
  }
  requestsOf.clear();
}
