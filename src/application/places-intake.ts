import { PLACES_PER_QUERY } from '../domain/plan-file.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import type { FormerPlace } from './plan-transfer.ts';
import { valuesOf } from './query-budget.ts';

/** Takes where the accounts of a plan that comes in were before. */
export class PlacesIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  #held: FormerPlace[] = [];
  #bytes = 0;
  #count = 0;

  constructor(arrival: PlanArrival, planId: string) {
    this.#arrival = arrival;
    this.#planId = planId;
  }

  get count(): number {
    return this.#count;
  }

  async take({ line, value, bytes }: SectionLine): Promise<void> {
    if (!this.#arrival.check('places', line, value)) return;
    const places = value.places as readonly FormerPlace[];
    this.#count += places.length;
    this.#held.push(...places);
    this.#bytes += bytes;
    if (this.#held.length >= PLACES_PER_QUERY) await this.finish();
  }

  async finish(): Promise<void> {
    if (this.#held.length === 0) return;
    this.#arrival.budget.spend(valuesOf(this.#bytes));
    await this.#arrival.ports.transfers.savePlaces(this.#arrival.importId, this.#planId, this.#held);
    this.#held = [];
    this.#bytes = 0;
  }
}
