import { daysFollowed, type GivenAccounts, targetOfDays } from './follow-accounts.ts';
import type { Goal } from './goal.ts';
import { daysOf } from './goal-day.ts';
import { newGoalId } from './goal-id.ts';
import { firstRevision, type GoalRevision } from './goal-revision.ts';
import { ACCOUNTS_METRIC } from './metric.ts';
import { localDay } from './moment.ts';
import type { OwnershipChange } from './ownership-changes.ts';
import type { Plan } from './plan.ts';
import { type GoalMove, likeness, transferGoals } from './transfer-goals.ts';

/** What a change takes from each territory, by metric; null: nothing. */
export type GivenBy = (territoryId: string, metric: string) => GivenAccounts | null;

/** Goals of territories as they follow one change after the other. */
export class GoalFollowing {
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
    const untilDay = change.untilMs === null ? null : localDay(change.untilMs, this.#plan.timeZone);
    const moves = transferGoals(this.#goals, (id, goal) => givenBy(id, this.#weightOf(goal)), day, untilDay);
    for (const move of moves) this.#move(move, change, day, untilDay);
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

  #move({ from, given, had, to }: GoalMove, change: OwnershipChange, day: string, untilDay: string | null): void {
    const left = daysFollowed(from, day, untilDay);
    const receiver = to ?? this.#receiverOf(from, given.territoryId, day);
    const { seq, cause, atMs } = change;
    const { amount, accounts, value } = given;
    const figures = {
      ...{ seq, cause, atMs, amount, remaining: targetOfDays(from, left) },
      ...{ daysLeft: left, days: daysOf(from.start, from.due) },
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
    const { accounts, territoryId } = transfer;
    const reason =
      kind === 'gave' ? `${accounts} accounts went to ${territoryId}` : `${accounts} accounts of ${territoryId} came`;
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
