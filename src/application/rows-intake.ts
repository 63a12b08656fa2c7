import { ROW_WRITE } from '../domain/plan-file.ts';
import type { RawRow } from '../domain/raw-row.ts';
import type { CheckedRow } from '../domain/read-actual.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import { valuesOf } from './query-budget.ts';

/** How rows of one kind stand in the lines of a plan file, and where they go. */
export interface ArrivingRows<Item> {
  /** The rows of a line. */
  rowsOf(line: SectionLine): readonly RawRow['fields'][];
  read(row: RawRow): CheckedRow<Item>;
  /** Answers how many were new. */
  store(items: readonly Item[]): Promise<number>;
}

/** Takes rows of uploads of a plan that comes in: actuals, or deals. */
export class RowsIntake<Item> implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #rows: ArrivingRows<Item>;
  #held: Item[] = [];
  #bytes = 0;
  #count = 0;

  constructor(arrival: PlanArrival, rows: ArrivingRows<Item>) {
    this.#arrival = arrival;
    this.#rows = rows;
  }

  get count(): number {
    return this.#count;
  }

  async take(line: SectionLine): Promise<void> {
    for (const fields of this.#rows.rowsOf(line)) {
      const row = this.#rows.read({ line: line.line, fields });
      if (row.ok) this.#held.push(row.item);
      else this.#arrival.violations.add(row.violations);
      this.#count++;
    }
    this.#bytes += line.bytes;
    if (this.#held.length >= ROW_WRITE.rows || this.#bytes >= ROW_WRITE.bytes) await this.#flush(line.line);
  }

  async finish(): Promise<void> {
    await this.#flush(undefined);
  }

  async #flush(line: number | undefined): Promise<void> {
    const [items, bytes] = [this.#held, this.#bytes];
    [this.#held, this.#bytes] = [[], 0];
    if (items.length === 0 || !this.#arrival.isSound) return;
    this.#arrival.budget.spend(valuesOf(bytes));
    const twice = items.length - (await this.#rows.store(items));
    if (twice === 0) return;
    const detail = 'are in the file before, of those that end here';
    const fault = { field: 'type', value: `${twice} rows`, detail, remedy: 'send each row once' };
    this.#arrival.violations.add([{ ...(line !== undefined && { line }), ...fault }]);
  }
}
