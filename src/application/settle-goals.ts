import { Failure } from '../domain/failure.ts';
import { GoalFollowing } from '../domain/goal-following.ts';
import type { Governance } from '../domain/governance.ts';
import { localDay } from '../domain/moment.ts';
import { layoutChanges, namingMoments, type OwnershipChange } from '../domain/ownership-changes.ts';
import type { Plan } from '../domain/plan.ts';
import { getPlan } from './get-plan.ts';
import type { GoalClock } from './goal-store.ts';
import { MovedAccountsGround } from './moved-accounts-ground.ts';
import type { Ports } from './ports.ts';

/** Times that a write is made anew because another came first. */
const MAX_TRIES = 20;

/** A plan whose goals stand by what is in force, and the clock as it is then. */
export interface SettledPlan {
  readonly plan: Plan;
  readonly clock: GoalClock;
  readonly governance: Governance;
  readonly nowMs: number;
  /** Where the clock stands after a write that is made now. */
  readonly next: Omit<GoalClock, 'version'>;
}

/**
 * Has the goals of territories follow the accounts that changed hands since, by what the plan's log says took effect until now: each change moves them once, as
 * the clock of the goals is written with them, and only where nobody wrote since it was read. Where a Worker ends before that the next one does it.
 *
 * Values are those of the accounts as they are when this is done. Throws `not-found`; `precondition-failed` where others write without end.
 */
export async function settleGoals(ports: Ports, workspaceId: string, planId: string): Promise<SettledPlan> {
  const plan = await getPlan(ports, workspaceId, planId);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const settled = await trySettle(ports, workspaceId, plan);
    if (settled !== null) return settled;
  }
  throw tooManyWrites();
}

/** The failure of a write that others come before again and again. */
export function tooManyWrites(): Failure {
  return new Failure(
    'precondition-failed',
    'others write to the goals of this plan all the time: send the request again',
  );
}

async function trySettle(ports: Ports, workspaceId: string, plan: Plan): Promise<SettledPlan | null> {
  const { planId } = plan;
  const clock = await ports.goals.clock(workspaceId, planId);
  const governance = await ports.governance.load(workspaceId, planId);
  const { end } = governance;
  const nowMs = Math.max(Date.now(), end.recordedMs, clock.settledMs);
  const inForce = governance.inForce(null, nowMs).holding?.subject ?? '';
  const layoutId = governance.publications.get(inForce)?.layoutId ?? null;
  const next = { seq: end.seq, settledMs: nowMs, layoutId };
  if (clock.version === 0) return { plan, clock, governance, nowMs, next };
  const window = { knownSeq: clock.seq, seq: end.seq, settledMs: clock.settledMs, nowMs };
  const named = await ports.goals.namedSince(workspaceId, planId, window);
  const changes = joinChanges(layoutChanges(governance, clock, nowMs), named, clock, nowMs);
  const [first] = changes;
  if (first === undefined) return { plan, clock, governance, nowMs, next };
  const goals = await ports.goals.ofTerritories(workspaceId, planId, localDay(first.atMs, plan.timeZone));
  const work = new GoalFollowing(goals, plan, nowMs);
  if (goals.length > 0) {
    const ground = await MovedAccountsGround.open(ports, workspaceId, plan, governance);
    let before = clock.layoutId;
    for (const change of changes) {
      work.follow(change, await ground.givenBy(change, before));
      before = change.layoutId;
    }
  }
  const write = { expected: clock, clock: next, ...work.written(), deleted: [] };
  if (!(await ports.goals.write(workspaceId, planId, write))) return null;
  return { plan, clock: { ...next, version: clock.version + 1 }, governance, nowMs, next };
}

/** All changes in their order, with the layout that is in force from each on. */
function joinChanges(
  layouts: readonly OwnershipChange[],
  named: Awaited<ReturnType<Ports['goals']['namedSince']>>,
  clock: GoalClock,
  nowMs: number,
): OwnershipChange[] {
  const ofPlan = named.filter(({ subject }) => subject.line === null);
  const byAccount = Map.groupBy(ofPlan, ({ subject }) => subject.accountId);
  const moments = new Map<string, { atMs: number; seq: number }>();
  for (const statements of byAccount.values()) {
    for (const one of namingMoments(statements, clock, nowMs)) moments.set(`${one.atMs} ${one.seq}`, one);
  }
  // What takes over at a moment at which owners by name change, too, moves both at once.
  const ofNames = [...moments.values()].filter(({ atMs }) => !layouts.some((one) => one.atMs === atMs));
  const once = [...new Map(ofNames.map((one) => [one.atMs, one])).values()];
  const layoutAt = (atMs: number) => layouts.findLast((one) => one.atMs <= atMs)?.layoutId ?? clock.layoutId;
  return [
    ...layouts,
    ...once.map(({ atMs, seq }) => ({ atMs, seq, publicationId: null, layoutId: layoutAt(atMs) })),
  ].sort((a, b) => a.atMs - b.atMs || a.seq - b.seq);
}
