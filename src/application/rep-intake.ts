import { readRep } from '../domain/read-rep.ts';
import type { Rep } from '../domain/rep.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import { valuesOf } from './query-budget.ts';

/** Reps stored at once. */
const REPS_PER_WRITE = 5_000;

/** Takes the reps of a plan that comes in. */
export class RepIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  readonly #ids = new Set<string>();
  #held: Rep[] = [];
  #bytes = 0;

  constructor(arrival: PlanArrival, planId: string) {
    this.#arrival = arrival;
    this.#planId = planId;
  }

  get count(): number {
    return this.#ids.size;
  }

  has(repId: string): boolean {
    return this.#ids.has(repId);
  }

  async take({ line, value, bytes }: SectionLine): Promise<void> {
    const row = readRep({ line, fields: new Map(Object.entries(value)) });
    if (!row.ok) return this.#arrival.violations.add(row.violations);
    if (this.#ids.has(row.rep.id)) return this.#arrival.violations.addDuplicate(line, row.rep.id, null);
    this.#ids.add(row.rep.id);
    this.#held.push(row.rep);
    this.#bytes += bytes;
    if (this.#held.length === REPS_PER_WRITE) await this.finish();
  }

  async finish(): Promise<void> {
    if (this.#held.length === 0) return;
    this.#arrival.budget.spend(1 + valuesOf(this.#bytes));
    await this.#arrival.ports.reps.put(this.#arrival.importId, this.#planId, this.#held, false);
    this.#held = [];
    this.#bytes = 0;
  }
}
