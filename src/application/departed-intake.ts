import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import type { DepartedRep } from './plan-transfer.ts';
import { valuesOf } from './query-budget.ts';
import type { RepIntake } from './rep-intake.ts';

/** Takes the reps who were deleted of a plan that comes in. */
export class DepartedIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  readonly #reps: RepIntake;
  readonly #departed = new Map<string, DepartedRep>();
  #bytes = 0;

  /** `reps`: those who were not. */
  constructor(arrival: PlanArrival, planId: string, reps: RepIntake) {
    this.#arrival = arrival;
    this.#planId = planId;
    this.#reps = reps;
  }

  get count(): number {
    return this.#departed.size;
  }

  take({ line, value, bytes }: SectionLine): void {
    if (!this.#arrival.check('departed', line, value)) return;
    const rep = value as unknown as DepartedRep;
    if (this.#departed.has(rep.id) || this.#reps.has(rep.id)) {
      this.#arrival.violations.addDuplicate(line, rep.id, null);
      return;
    }
    this.#departed.set(rep.id, rep);
    this.#bytes += bytes;
  }

  async finish(): Promise<void> {
    if (this.#departed.size === 0) return;
    this.#arrival.budget.spend(valuesOf(this.#bytes));
    const { ports, importId } = this.#arrival;
    await ports.transfers.saveDeparted(importId, this.#planId, [...this.#departed.values()]);
  }
}
