import { Failure } from '../domain/failure.ts';
import { type Goal, MAX_GOALS } from '../domain/goal.ts';
import { goalIdOf, newGoalId } from '../domain/goal-id.ts';
import { firstRevision, type GoalRevision } from '../domain/goal-revision.ts';
import { localDay } from '../domain/moment.ts';
import type { Decider } from './decide.ts';
import { checkGoal, type GoalIntent } from './goal-intent.ts';
import type { Ports } from './ports.ts';
import { type SettledPlan, settleGoals, tooManyWrites } from './settle-goals.ts';

const MAX_TRIES = 20;

/** A goal with all its revisions, or the last of them. */
export interface RevisedGoal {
  readonly goal: Goal;
  readonly revisions: readonly GoalRevision[];
}

/**
 * Sets a goal. A request that is repeated with its key finds the goal that it has made, also where the Worker ended before it could answer.
 *
 * Errors: `not-found`; `invalid-parameter` with all that cannot be; `precondition-failed` where others write without end.
 */
export async function createGoal(
  ports: Ports,
  decider: Decider,
  intent: GoalIntent,
  requestKey: string | null,
): Promise<RevisedGoal> {
  const { workspaceId, planId } = decider;
  const goalId = requestKey === null ? newGoalId() : await goalIdOf(JSON.stringify([workspaceId, planId, requestKey]));
  const former = requestKey === null ? null : await ports.goals.find(workspaceId, planId, goalId);
  if (former !== null) {
    const { items } = await ports.goals.revisions(workspaceId, planId, goalId, { cursor: null, limit: 1 });
    return { goal: former, revisions: items };
  }
  const [made] = await addGoals(ports, decider, ({ plan }) => {
    checkGoal(plan, intent);
    return [{ ...intent, goalId, origin: { kind: 'set' } }];
  });
  if (made === undefined) throw new Error('no goal was made');
  return made;
}

/** A goal that is to be, without what follows from when it is made. */
export type GoalToBe = Omit<Goal, 'version' | 'createdAt'>;

/**
 * Adds goals to a plan, all or none, once those that there are stand by what is in force: the new ones are meant for the territories as they are now. `make` throws
 * where they may not be.
 */
export async function addGoals(
  ports: Ports,
  { workspaceId, planId, keyId }: Decider,
  make: (settled: SettledPlan) => readonly GoalToBe[] | Promise<readonly GoalToBe[]>,
): Promise<RevisedGoal[]> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const settled = await settleGoals(ports, workspaceId, planId);
    const { plan, clock, nowMs, next } = settled;
    const made = (await make(settled)).map((one): RevisedGoal => {
      const goal = { ...one, createdAt: new Date(nowMs).toISOString(), version: 1 };
      const given = { effectiveDay: localDay(nowMs, plan.timeZone), recordedMs: nowMs, keyId, reason: '' };
      return { goal, revisions: [firstRevision(goal, given)] };
    });
    if ((await ports.goals.count(workspaceId, planId)) + made.length > MAX_GOALS) throw tooManyGoals();
    const written = await ports.goals.write(workspaceId, planId, {
      expected: clock,
      clock: next,
      created: made.map(({ goal }) => goal),
      ...{ changed: [], deleted: [], revisions: made.flatMap(({ revisions }) => revisions) },
    });
    if (written) return made;
  }
  throw tooManyWrites();
}

function tooManyGoals(): Failure {
  return Failure.invalid('invalid-parameter', {
    field: 'planId',
    value: '',
    detail: `would have more than the ${MAX_GOALS} goals that a plan may have`,
    remedy: 'delete goals of periods that nobody looks at any more',
  });
}
