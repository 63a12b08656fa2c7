import type { Plan } from '../domain/plan.ts';
import { readAccount } from '../domain/read-account.ts';
import type { AccountSet } from './account-sets.ts';
import { AccountWriter } from './account-writer.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';

/** Takes the accounts of a plan that comes in. */
export class AccountIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #writer: AccountWriter;
  readonly #metrics: ReadonlySet<string>;
  readonly #counts: ReadonlySet<string>;
  #count = 0;

  constructor(arrival: PlanArrival, plan: Plan, set: AccountSet) {
    this.#arrival = arrival;
    this.#writer = new AccountWriter(arrival.ports, set, plan, false);
    this.#metrics = new Set(plan.metrics);
    this.#counts = new Set(plan.metricDetails.filter(({ kind }) => kind === 'count').map(({ name }) => name));
  }

  get count(): number {
    return this.#count;
  }

  async take({ line, value }: SectionLine): Promise<void> {
    const { metrics, attributes, ...fields } = value;
    const row = readAccount(
      {
        line,
        fields: new Map(Object.entries(fields)),
        metrics: new Map(Object.entries((metrics ?? {}) as object)),
        attributes: new Map(Object.entries((attributes ?? {}) as object)),
      },
      this.#metrics,
      this.#counts,
    );
    if (!row.ok) return this.#arrival.violations.add(row.violations);
    this.#count++;
    const stored = this.#writer.add(line, row.account);
    if (stored === null) return;
    // Rows of a chunk, and which of them others have written before.
    this.#arrival.budget.spend(2);
    await stored;
  }

  async finish(): Promise<void> {
    this.#arrival.budget.spend(2);
    await this.#writer.flush();
    this.#arrival.violations.addAll(this.#writer.violations);
  }
}
