import type { Goal } from '../domain/goal.ts';
import type { GoalRevision } from '../domain/goal-revision.ts';
import { ROW_WRITE } from '../domain/plan-file.ts';
import type { GoalClock } from './goal-store.ts';
import type { LayoutsIntake } from './layouts-intake.ts';
import type { LogIntake } from './log-intake.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import { valuesOf } from './query-budget.ts';

/** What is still to come of a goal: its last revision, and its target then. */
interface Awaited {
  readonly version: number;
  readonly target: number;
  readonly line: number;
  last: number;
  sum: number;
}

/** Takes the goals of a plan that comes in, with all that was done to them: what was done makes the target of each. */
export class GoalsIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  readonly #before: { readonly layouts: LayoutsIntake; readonly log: LogIntake };
  readonly #awaited = new Map<string, Awaited>();
  #clock: Omit<GoalClock, 'version'> | null = null;
  #isFollowed = false;
  #goals: Goal[] = [];
  #held: GoalRevision[] = [];
  #bytes = 0;
  readonly #counts = { goals: 0, revisions: 0 };

  /** `before`: the sections before that goals refer to. */
  constructor(
    arrival: PlanArrival,
    planId: string,
    before: { readonly layouts: LayoutsIntake; readonly log: LogIntake },
  ) {
    this.#arrival = arrival;
    this.#planId = planId;
    this.#before = before;
  }

  get counts(): { readonly goals: number; readonly revisions: number } {
    return this.#counts;
  }

  async take({ type, line, value, bytes }: SectionLine): Promise<void> {
    if (!this.#arrival.check(type as 'goals' | 'goal' | 'revisions', line, value)) return;
    if (type === 'goals') this.#takeClock(line, value as never);
    else if (type === 'goal') this.#takeGoal(line, value as never);
    else for (const revision of value.revisions as readonly GoalRevision[]) this.#takeRevision(line, revision);
    this.#bytes += bytes;
    if (this.#goals.length + this.#held.length >= ROW_WRITE.rows || this.#bytes >= ROW_WRITE.bytes) await this.#flush();
  }

  async finish(): Promise<void> {
    for (const [goalId, { line, sum, target }] of this.#awaited) {
      const detail = 'does not follow from its revisions';
      this.#arrival.blameAt(line)('target', target, detail, `send all revisions of ${goalId}: they make ${sum}`);
    }
    this.#awaited.clear();
    await this.#flush();
  }

  /** Where the file has no log the copy begins a new one: goals stand by nothing that was in force. */
  #takeClock(line: number, clock: Omit<GoalClock, 'version'>): void {
    const { layouts, log } = this.#before;
    const blame = this.#arrival.blameAt(line);
    const remedy = 'send the file as it was exported';
    if (this.#isFollowed) this.#arrival.refuse(line, 'goals', 'is there twice');
    this.#isFollowed = true;
    if (log.count === 0) {
      this.#clock = { ...clock, seq: 0, settledMs: Date.now(), layoutId: null };
      return;
    }
    if (clock.seq > log.count) blame('seq', clock.seq, 'is no entry of the log', remedy);
    if (clock.layoutId !== null && !layouts.layouts.has(clock.layoutId)) {
      blame('layoutId', clock.layoutId, 'is no layout of the file', remedy);
    }
    this.#clock = clock;
  }

  #takeGoal(line: number, goal: Goal): void {
    const { goalId, version, target } = goal;
    if (this.#awaited.has(goalId)) this.#arrival.violations.addDuplicate(line, goalId, null);
    else {
      this.#awaited.set(goalId, { version, target, line, last: 0, sum: 0 });
      this.#goals.push(goal);
      this.#counts.goals++;
    }
  }

  #takeRevision(line: number, revision: GoalRevision): void {
    const blame = this.#arrival.blameAt(line);
    const goal = this.#awaited.get(revision.goalId);
    const next = (goal?.last ?? 0) + 1;
    if (goal === undefined) {
      blame(
        'goalId',
        revision.goalId,
        'has no goal before it, or its last revision was before',
        'send it after its goal',
      );
    } else if (revision.revision !== next || (next === 1) !== (revision.kind === 'created')) {
      const detail = 'does not follow on the revision before it';
      blame('revision', revision.revision, detail, `send revision ${next} of the goal`);
    } else {
      goal.last = next;
      goal.sum += revision.delta;
      if (goal.last === goal.version && goal.sum === goal.target) this.#awaited.delete(revision.goalId);
      this.#held.push(revision);
      this.#counts.revisions++;
    }
  }

  async #flush(): Promise<void> {
    const [clock, goals, revisions, bytes] = [this.#clock, this.#goals, this.#held, this.#bytes];
    [this.#clock, this.#goals, this.#held, this.#bytes] = [null, [], [], 0];
    if (!this.#arrival.isSound || (clock === null && goals.length + revisions.length === 0)) return;
    this.#arrival.budget.spend(1 + 2 * valuesOf(bytes));
    const { ports, importId } = this.#arrival;
    await ports.goals.restore(importId, this.#planId, { clock, goals, revisions });
  }
}
