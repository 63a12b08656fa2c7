import { Failure } from '../domain/failure.ts';
import { remainingTarget } from '../domain/follow-accounts.ts';
import type { Goal } from '../domain/goal.ts';
import { daysLeft, daysOf } from '../domain/goal-day.ts';
import { newGoalId } from '../domain/goal-id.ts';
import { firstRevision, type GoalRevision } from '../domain/goal-revision.ts';
import type { Governance } from '../domain/governance.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { localDay } from '../domain/moment.ts';
import { layoutChanges, namingMoments, type OwnershipChange } from '../domain/ownership-changes.ts';
import type { Plan } from '../domain/plan.ts';
import { type GoalMove, likeness, transferGoals } from '../domain/transfer-goals.ts';
import { getPlan } from './get-plan.ts';
import type { GoalClock } from './goal-store.ts';
import { type GivenBy, MovedAccountsGround } from './moved-accounts-ground.ts';
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

/** Goals as they follow one change after the other. */
class GoalFollowing {
  readonly #goals: Goal[];
  readonly #plan: Plan;
  readonly #nowMs: number;
  readonly #created = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #revisions: GoalRevision[] = [];

  constructor(goals: readonly Goal[], plan: Plan, nowMs: number) {
    this.#goals = [...goals];
    this.#plan = plan;
    this.#nowMs = nowMs;
  }

  follow(change: OwnershipChange, givenBy: GivenBy): void {
    const day = localDay(change.atMs, this.#plan.timeZone);
    const moves = transferGoals(this.#goals, (id, goal) => givenBy(id, this.#weightOf(goal)), day);
    for (const move of moves) this.#move(move, change, day);
  }

  /** What is to be written. */
  written() {
    const created = this.#goals.filter(({ goalId }) => this.#created.has(goalId));
    const changed = this.#goals.filter(({ goalId }) => this.#changed.has(goalId) && !this.#created.has(goalId));
    return { created, changed, revisions: this.#revisions };
  }

  #weightOf({ weightMetric, metric }: Goal): string {
    return weightMetric ?? (this.#plan.metrics.includes(metric) ? metric : ACCOUNTS_METRIC);
  }

  #move({ from, given, had, to }: GoalMove, change: OwnershipChange, day: string): void {
    const receiver = to ?? this.#receiverOf(from, given.territoryId, day);
    const { seq, publicationId, atMs } = change;
    const { amount, accounts, value } = given;
    const cause: { kind: 'publication'; publicationId: string } | { kind: 'accounts-named' } =
      publicationId === null ? { kind: 'accounts-named' } : { kind: 'publication', publicationId };
    const figures = {
      ...{ seq, cause, atMs, amount, remaining: remainingTarget(from, day) },
      ...{ daysLeft: daysLeft(from, day), days: daysOf(from.start, from.due) },
      ...{ accounts, value, totalValue: had.value, weightMetric: this.#weightOf(from) },
    };
    const fromTerritory = 'territoryId' in from.subject ? from.subject.territoryId : '';
    const goesTo = { ...figures, goalId: receiver.goalId, territoryId: given.territoryId };
    const comesFrom = { ...figures, goalId: from.goalId, territoryId: fromTerritory };
    this.#revise(from.goalId, 'gave', -amount, day, goesTo);
    this.#revise(receiver.goalId, 'received', amount, day, comesFrom);
  }

  #revise(
    goalId: string,
    kind: 'gave' | 'received',
    delta: number,
    effectiveDay: string,
    transfer: NonNullable<GoalRevision['transfer']>,
  ): void {
    const at = this.#goals.findIndex((one) => one.goalId === goalId);
    const goal = this.#goals[at] as Goal;
    const revised = { ...goal, target: goal.target + delta, version: goal.version + 1 };
    this.#goals[at] = revised;
    this.#changed.add(goalId);
    const { target, version: revision } = revised;
    const reason = `${transfer.accounts} accounts ${kind === 'gave' ? 'went to' : 'came from'} ${transfer.territoryId}`;
    this.#revisions.push({
      ...{ goalId, revision, kind, effectiveDay, recordedMs: this.#nowMs, keyId: null, reason, delta, target },
      ...{ changes: [], transfer },
    });
  }

  /** The goal of a territory that had none like it: made by the first that gives to it. */
  #receiverOf(from: Goal, territoryId: string, day: string): Goal {
    const key = likeness(from, territoryId);
    const made = this.#goals.find((one) => this.#created.has(one.goalId) && likeness(one, territoryId) === key);
    if (made !== undefined && 'territoryId' in made.subject && made.subject.territoryId === territoryId) return made;
    const goal: Goal = {
      ...from,
      ...{ goalId: newGoalId(), subject: { territoryId }, target: 0, owner: null, note: '' },
      ...{ origin: { kind: 'transfer', fromGoalId: from.goalId }, version: 1 },
      createdAt: new Date(this.#nowMs).toISOString(),
    };
    this.#goals.push(goal);
    this.#created.add(goal.goalId);
    const given = { effectiveDay: day, recordedMs: this.#nowMs, keyId: null };
    this.#revisions.push(
      firstRevision(goal, { ...given, reason: 'accounts came to a territory without a goal like theirs' }),
    );
    return goal;
  }
}
