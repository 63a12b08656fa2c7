import { Failure } from '../domain/failure.ts';
import { MAX_ASSIGNMENTS } from '../domain/plan-file.ts';
import { AssignmentIntake } from './assignment-intake.ts';
import type { LayoutsIntake } from './layouts-intake.ts';
import { type PlanArrival, type PlanSection, type SectionLine, tooSlow } from './plan-section.ts';
import { valuesOf } from './query-budget.ts';

/** Takes the assignments of a plan that comes in. */
export class AssignmentsIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  readonly #layouts: LayoutsIntake;
  #assignment: AssignmentIntake | null = null;
  #bytes = 0;
  #count = 0;

  /** `layouts`: those before. */
  constructor(arrival: PlanArrival, planId: string, layouts: LayoutsIntake) {
    this.#arrival = arrival;
    this.#planId = planId;
    this.#layouts = layouts;
  }

  get count(): number {
    return this.#count;
  }

  async take({ type, line, value, bytes }: SectionLine): Promise<void> {
    const blame = this.#arrival.blameAt(line);
    if (type === 'assigned') {
      this.#assignment?.add(value, blame);
      this.#bytes += bytes;
      return;
    }
    await this.finish();
    if (++this.#count > MAX_ASSIGNMENTS) {
      throw new Failure('payload-too-large', `more than ${MAX_ASSIGNMENTS} assignments: leave out the oldest`);
    }
    this.#arrival.check('assignment', line, value);
    this.#assignment = new AssignmentIntake(line, value, this.#layouts.layouts, blame);
  }

  async finish(): Promise<void> {
    const [intake, bytes] = [this.#assignment, this.#bytes];
    this.#assignment = null;
    this.#bytes = 0;
    if (intake === null || !this.#arrival.isSound) return;
    const territoryIds = this.#layouts.matchable.get(intake.layoutId) ?? [];
    const assignment = intake.finish(this.#planId, territoryIds, this.#arrival.blameAt(intake.line));
    if (assignment === null) return;
    // The head, and three lists.
    this.#arrival.budget.spend(3 + valuesOf(bytes));
    if (!(await this.#arrival.ports.assignments.save(this.#arrival.importId, assignment))) throw tooSlow();
  }
}
