import { type Line, type LineFilter, MAX_LINES, settledFilter } from '../domain/line.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import { valuesOf } from './query-budget.ts';

/** Takes the lines of a plan that comes in. They are held, at most a hundred, and stored together. */
export class LineIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  readonly #lines = new Map<string, Line>();
  #bytes = 0;

  constructor(arrival: PlanArrival, planId: string) {
    this.#arrival = arrival;
    this.#planId = planId;
  }

  get count(): number {
    return this.#lines.size;
  }

  take({ line, value, bytes }: SectionLine): void {
    if (!this.#arrival.check('line', line, value)) return;
    const { id, name, filter } = value as { id: string; name: string; filter: LineFilter };
    if (this.#lines.has(id)) this.#arrival.violations.addDuplicate(line, id, null);
    else if (this.#lines.size === MAX_LINES) this.#arrival.refuse(line, id, `is one more than ${MAX_LINES} lines`);
    else {
      this.#lines.set(id, { lineId: id, name, filter: settledFilter(filter) });
      this.#bytes += bytes;
    }
  }

  async finish(): Promise<void> {
    if (this.#lines.size === 0) return;
    this.#arrival.budget.spend(valuesOf(this.#bytes));
    await this.#arrival.ports.lines.restore(this.#arrival.importId, this.#planId, [...this.#lines.values()]);
  }
}
