import { Failure } from '../domain/failure.ts';
import type { Governance } from '../domain/governance.ts';
import type { PlanEvent } from '../domain/plan-event.ts';
import { type LogEntry, nextEntry } from '../domain/plan-log.ts';
import type { Ports } from './ports.ts';

/** Times that a decision is taken again because another was recorded first. */
const MAX_TRIES = 20;

/** Whose decision about which plan. */
export interface Decider {
  readonly workspaceId: string;
  readonly planId: string;
  readonly keyId: string;
}

/** Parts of a decision, of which each follows on the one before: all are recorded or none. */
export type Decision = readonly [PlanEvent, ...PlanEvent[]];

/** A decision on record, and what the log adds up to with it. */
export interface Decided {
  /** The first of its entries, and mostly the only one. */
  readonly entry: LogEntry;
  readonly entries: readonly LogEntry[];
  readonly governance: Governance;
}

/**
 * Records a decision about a plan: one row, after which it holds, and before which nothing of it does; where it has several parts their rows are
 * written at once.
 *
 * `make` sees what holds at the moment at which the decision will be recorded, and throws where it may not be taken. It is asked again where another
 * decision came first. Throws `not-found` where the plan is gone, `precondition-failed` where others decide without end.
 */
export async function decide(
  ports: Ports,
  decider: Decider,
  make: (governance: Governance, nowMs: number) => PlanEvent | Decision | Promise<PlanEvent | Decision>,
): Promise<Decided> {
  // Without an event there is nothing but where `make` says so.
  return (await decideIfNeeded(ports, decider, make)) as Decided;
}

/** As `decide`, but for null, which `make` gives where what holds is already as it is to be: then nothing is recorded. */
export async function decideIfNeeded(
  ports: Ports,
  { workspaceId, planId, keyId }: Decider,
  make: (governance: Governance, nowMs: number) => PlanEvent | Decision | null | Promise<PlanEvent | Decision | null>,
): Promise<Decided | null> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const governance = await ports.governance.load(workspaceId, planId);
    const { end } = governance;
    const nowMs = Math.max(Date.now(), end.recordedMs + 1);
    const made = await make(governance, nowMs);
    if (made === null) return null;
    const [event, ...more] = 'kind' in made ? ([made] as const) : made;
    const entry = await nextEntry(end, keyId, event, nowMs);
    const entries = [entry];
    for (const next of more) entries.push(await nextEntry(entries.at(-1) ?? entry, keyId, next, nowMs));
    if (!(await ports.planLog.append(workspaceId, planId, entries))) continue;
    for (const one of entries) governance.add(one);
    return { entry, entries, governance };
  }
  throw new Failure('precondition-failed', 'others decide about this plan all the time: send the request again');
}
