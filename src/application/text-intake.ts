import { TEXT_WRITE } from '../domain/plan-file.ts';
import type { PlanText } from '../domain/plan-text.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import { valuesOf } from './query-budget.ts';

/** Takes what managers wrote about a plan that comes in, version by version: of each text they follow on each other. */
export class TextIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  /** The last version of each text. */
  readonly #versions = new Map<string, number>();
  #held: PlanText[] = [];
  #heldBytes = 0;
  #count = 0;

  constructor(arrival: PlanArrival, planId: string) {
    this.#arrival = arrival;
    this.#planId = planId;
  }

  get count(): number {
    return this.#count;
  }

  async take({ line, value, bytes }: SectionLine): Promise<void> {
    if (!this.#arrival.check('text', line, value)) return;
    const { territoryId, kind, version, text, keyId, createdAt } = value as unknown as PlanText;
    const name = JSON.stringify([territoryId, kind]);
    const follows = (this.#versions.get(name) ?? 0) + 1;
    if (version !== follows) {
      this.#arrival.blameAt(line)(
        'version',
        version,
        'does not follow on the one before it',
        `send version ${follows}`,
      );
      return;
    }
    this.#versions.set(name, version);
    this.#held.push({ territoryId, kind, version, text, keyId, createdAt });
    this.#heldBytes += bytes;
    this.#count++;
    if (this.#held.length === TEXT_WRITE.texts || this.#heldBytes >= TEXT_WRITE.bytes) await this.finish();
  }

  async finish(): Promise<void> {
    const [texts, bytes] = [this.#held, this.#heldBytes];
    this.#held = [];
    this.#heldBytes = 0;
    if (texts.length === 0 || !this.#arrival.isSound) return;
    this.#arrival.budget.spend(valuesOf(bytes));
    await this.#arrival.ports.texts.restore(this.#arrival.importId, this.#planId, texts);
  }
}
