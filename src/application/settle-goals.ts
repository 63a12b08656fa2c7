import { Failure } from '../domain/failure.ts';
import { GoalFollowing } from '../domain/goal-following.ts';
import type { Governance } from '../domain/governance.ts';
import { localDay } from '../domain/moment.ts';
import { lateFrom, type OwnershipRecord, ownershipChanges } from '../domain/ownership-changes.ts';
import type { Plan } from '../domain/plan.ts';
import { getPlan } from './get-plan.ts';
import type { GoalClock } from './goal-store.ts';
import { MovedAccountsGround } from './moved-accounts-ground.ts';
import type { Ports } from './ports.ts';

/** Most moments at which accounts moved, and accounts that did, that are looked at. */
const MAX_MOVES = 100_000;

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
 * Has the goals of territories follow the accounts that changed hands since, by what is on record of owners until now, of the log and of moves of accounts: each change moves them once, as
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
  const { planId, timeZone } = plan;
  const clock = await ports.goals.clock(workspaceId, planId);
  const governance = await ports.governance.load(workspaceId, planId);
  const { end } = governance;
  const nowMs = Math.max(Date.now(), end.recordedMs, clock.settledMs);
  const inForce = governance.inForce(null, nowMs).holding?.subject ?? '';
  const layoutId = governance.publications.get(inForce)?.layoutId ?? null;
  const next = { seq: end.seq, settledMs: nowMs, layoutId };
  if (clock.version === 0) {
    const settled = { ...next, placesMs: await ports.goals.lastMoveMs(workspaceId, planId) };
    return { plan, clock, governance, nowMs, next: settled };
  }
  const { record, moved } = await readRecord(ports, workspaceId, planId, governance, clock, nowMs);
  const following = { ...next, placesMs: Math.max(clock.placesMs, ...record.movedMs.slice(-1)) };
  // What moved by the clock of the record has moved, whatever the clock of this isolate says.
  const untilMs = Math.max(nowMs, following.placesMs);
  const changes = ownershipChanges(record, clock, untilMs, (atMs) => localDay(atMs, timeZone));
  const [first] = changes;
  if (first === undefined) return { plan, clock, governance, nowMs, next: following };
  const goals = await ports.goals.ofTerritories(workspaceId, planId, localDay(first.atMs, timeZone));
  const work = new GoalFollowing(goals, plan, nowMs);
  if (goals.length > 0) {
    const given = await new MovedAccountsGround(ports, workspaceId, plan, governance, clock).givenBy(changes, moved);
    changes.forEach((change, at) => {
      work.follow(change, given[at] ?? (() => null));
    });
  }
  const write = { expected: clock, clock: following, ...work.written(), deleted: [] };
  if (!(await ports.goals.write(workspaceId, planId, write))) return null;
  return { plan, clock: { ...following, version: clock.version + 1 }, governance, nowMs, next: following };
}

/**
 * What is on record of owners that goals have not followed. Where anything new was said of a time before, all of it from there on is read: of two that change the
 * same time each must see the other.
 */
async function readRecord(
  ports: Ports,
  workspaceId: string,
  planId: string,
  governance: Governance,
  clock: GoalClock,
  nowMs: number,
): Promise<{ record: OwnershipRecord; moved: readonly string[] }> {
  const [layouts, rules] = [governance.statements(null), governance.ruleStatements(null)];
  let sinceMs = lateFrom([layouts, rules], clock);
  for (;;) {
    const settledMs = Math.min(clock.settledMs, sinceMs - 1);
    const window = { knownSeq: clock.seq, seq: governance.end.seq, settledMs, nowMs };
    const said = await ports.goals.namedSince(workspaceId, planId, window);
    const ofPlan = said.filter(({ subject }) => subject.line === null);
    const named = [...Map.groupBy(ofPlan, ({ subject }) => subject.accountId).values()];
    const earliestMs = Math.min(sinceMs, lateFrom(named, clock));
    if (earliestMs === sinceMs) {
      const placesMs = Math.min(clock.placesMs, sinceMs - 1);
      const { movedMs, accountIds } = await ports.goals.movedSince(workspaceId, planId, placesMs, MAX_MOVES);
      return { record: { layouts, rules, named, movedMs }, moved: accountIds };
    }
    sinceMs = earliestMs;
  }
}
