import { followAccounts, type GivenAccounts, type GivenShare } from './follow-accounts.ts';
import type { Goal } from './goal.ts';

/** Part of a goal that goes to another territory. */
export interface GoalMove {
  readonly from: Goal;
  readonly given: GivenShare;
  /** What the giving territory had before. */
  readonly had: Pick<GivenAccounts, 'accounts' | 'value'>;
  /** The goal that receives; null: the territory has none like it, and one is to be made. */
  readonly to: Goal | null;
}

/**
 * What of the goals of territories follows their accounts at one moment. All of it follows from the targets just before: what a goal receives at the moment does
 * not go on to another territory at the same.
 *
 * @param goals those of territories, in the order in which they were made
 * @param givenBy what territories give, by territory and weight metric; null: nothing
 */
export function transferGoals(
  goals: readonly Goal[],
  givenBy: (territoryId: string, goal: Goal) => GivenAccounts | null,
  day: string,
  untilDay: string | null = null,
): GoalMove[] {
  const known = new Map<string, Goal>();
  for (const goal of goals) {
    const key = likeness(goal, territoryOf(goal));
    if (!known.has(key)) known.set(key, goal);
  }
  return goals.flatMap((from) => {
    const territoryId = territoryOf(from);
    const given = territoryId === null ? null : givenBy(territoryId, from);
    if (given === null) return [];
    return followAccounts(from, given, day, untilDay)
      .filter(({ amount }) => amount > 0)
      .map((share) => ({
        ...{ from, given: share, had: given },
        to: known.get(likeness(from, share.territoryId)) ?? null,
      }));
  });
}

/** The territory that a goal is for, or null. */
export function territoryOf({ subject }: Pick<Goal, 'subject'>): string | null {
  return 'territoryId' in subject ? subject.territoryId : null;
}

/** Goals of two territories are alike where they count the same, in the same steps, over the same days. */
export function likeness({ metric, unit, step, start, due }: Goal, territoryId: string | null): string {
  return JSON.stringify([territoryId, metric, unit, step, start, due]);
}
