import { MAX_PIPELINE_STAGES } from '../domain/deal.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import { valuesOf } from './query-budget.ts';

/** Most stages of one kind that a file may hold, which are held together. */
const MOST = { stage: 100_000, pipelineStage: MAX_PIPELINE_STAGES } as const;

/** Takes the stages of a plan that comes in: of its territories, or of its pipeline. They are held and stored together. */
export class StagesIntake<Stage> implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #idOf: (stage: Stage) => string;
  readonly #store: (stages: readonly Stage[]) => Promise<unknown>;
  readonly #stages = new Map<string, Stage>();
  #bytes = 0;

  constructor(
    arrival: PlanArrival,
    idOf: (stage: Stage) => string,
    store: (stages: readonly Stage[]) => Promise<unknown>,
  ) {
    this.#arrival = arrival;
    this.#idOf = idOf;
    this.#store = store;
  }

  get count(): number {
    return this.#stages.size;
  }

  take({ type, line, value, bytes }: SectionLine): void {
    const name = type as keyof typeof MOST;
    if (!this.#arrival.check(name, line, value)) return;
    const id = this.#idOf(value as Stage);
    if (this.#stages.has(id)) this.#arrival.violations.addDuplicate(line, id, null);
    else if (this.#stages.size === MOST[name]) this.#arrival.refuse(line, id, `is one more than ${MOST[name]} stages`);
    else {
      this.#stages.set(id, value as Stage);
      this.#bytes += bytes;
    }
  }

  async finish(): Promise<void> {
    if (this.#stages.size === 0 || !this.#arrival.isSound) return;
    this.#arrival.budget.spend(2 + valuesOf(this.#bytes));
    await this.#store([...this.#stages.values()]);
  }
}
