import type { PipelineStage } from '../domain/deal.ts';
import { Failure } from '../domain/failure.ts';
import type { Plan } from '../domain/plan.ts';
import type { PlanFileCounts, PlanFileLine } from '../domain/plan-file.ts';
import { readActual } from '../domain/read-actual.ts';
import { readDeal } from '../domain/read-deal.ts';
import type { TerritoryStage } from '../domain/territory-stage.ts';
import { AccountIntake } from './account-intake.ts';
import type { AccountSet } from './account-sets.ts';
import { AssignmentsIntake } from './assignments-intake.ts';
import { DepartedIntake } from './departed-intake.ts';
import { GoalsIntake } from './goals-intake.ts';
import { LayoutsIntake } from './layouts-intake.ts';
import { LineIntake } from './line-intake.ts';
import { LogIntake } from './log-intake.ts';
import { PlacesIntake } from './places-intake.ts';
import { type Fields, type ImportRights, PlanArrival, type PlanSection, tooSlow } from './plan-section.ts';
import type { Ports } from './ports.ts';
import { readPlanLine } from './read-plan-line.ts';
import { RepIntake } from './rep-intake.ts';
import { RowsIntake } from './rows-intake.ts';
import { StagesIntake } from './stages-intake.ts';
import { TextIntake } from './text-intake.ts';

const RENEW_EVERY_MS = 60_000;

/** What follows the plan, in this order: each section begins with a line of the type that is its name, and holds those types beside it. */
const SECTIONS = [
  { name: 'line', holds: [] },
  { name: 'rep', holds: [] },
  { name: 'departed', holds: [] },
  { name: 'account', holds: [] },
  { name: 'text', holds: [] },
  { name: 'places', holds: [] },
  { name: 'layout', holds: ['territory', 'leaves', 'hierarchy', 'node'] },
  { name: 'assignment', holds: ['assigned'] },
  { name: 'entry', holds: [] },
  { name: 'stage', holds: [] },
  { name: 'goals', holds: ['goal', 'revisions'] },
  { name: 'actuals', holds: [] },
  { name: 'pipelineStage', holds: [] },
  { name: 'deal', holds: [] },
] as const satisfies readonly { name: string; holds: readonly string[] }[];
type SectionName = (typeof SECTIONS)[number]['name'];

/** Takes a plan in, line by line, into a workspace of its own. */
export class PlanIntake {
  readonly #arrival: PlanArrival;
  #renewedMs = Date.now();
  #hasHeader = false;
  #plan: Plan | null = null;
  #sections: ReturnType<typeof makeSections> | null = null;
  /** Position of the section that takes lines now; -1: none has yet. */
  #current = -1;
  #end: PlanFileCounts | null = null;

  constructor(ports: Ports, importId: string, may: ImportRights) {
    this.#arrival = new PlanArrival(ports, importId, may);
  }

  /** Takes the next line. Throws `invalid-rows` where nothing that follows could be read; other faults are kept for the end. */
  async take(row: PlanFileLine): Promise<void> {
    await this.#renew();
    const { line } = row;
    if ('fault' in row) {
      const { value, detail } = row.fault;
      this.#arrival.violations.add([
        { line, field: '', value, detail, remedy: 'send one JSON object a line, as it was exported' },
      ]);
      if (this.#plan === null) throw this.#arrival.failure();
      return;
    }
    const { type, ...value } = row.value;
    if (this.#end !== null) return this.#arrival.refuse(line, type, 'follows the end of the file');
    if (!this.#hasHeader) return this.#takeHeader(line, type, value);
    if (this.#sections === null) return this.#takePlan(line, type, value);
    if (type === 'end') return this.#takeEnd(line, value);
    const section = await this.#sectionOf(line, type);
    await section?.take({ type: String(type), line, value, bytes: row.bytes });
  }

  /** Stores what is held, and answers the plan and what it has. Throws `invalid-rows` with everything that is wrong with the file. */
  async finish(): Promise<{ plan: Plan; counts: PlanFileCounts; lines: ReadonlyMap<string, number> }> {
    const [arrival, plan, sections] = [this.#arrival, this.#plan, this.#sections];
    await this.#section?.finish();
    if (this.#end === null) {
      const remedy = 'send all of the file, as it was exported';
      arrival.violations.add([{ field: 'type', value: '', detail: 'end is missing: the file is not whole', remedy }]);
    }
    if (plan === null || sections === null) throw arrival.failure();
    const { line, rep, departed, account, text, places, layout, assignment, entry } = sections;
    const { stage, goals, actuals, pipelineStage, deal } = sections;
    const counts = {
      ...{ reps: rep.count, accounts: account.count, layouts: layout.layouts.size },
      ...{ lines: line.count, hierarchies: layout.hierarchies.size },
      ...{ assignments: assignment.count, entries: entry.count },
      ...{ departed: departed.count, places: places.count, texts: text.count },
      ...{ stages: stage.count, ...goals.counts, actuals: actuals.count },
      ...{ pipelineStages: pipelineStage.count, deals: deal.count },
    };
    if (arrival.isSound && JSON.stringify(counts) !== JSON.stringify(this.#end)) {
      const [value, detail] = [JSON.stringify(this.#end), 'says something other than what the file holds'];
      const remedy = 'send all of the file';
      arrival.violations.add([{ field: 'end', value, detail: `${detail}: ${JSON.stringify(counts)}`, remedy }]);
    }
    if (!arrival.isSound) throw arrival.failure();
    return { plan, counts, lines: new Map([...layout.layouts, ...layout.hierarchies, ...entry.subjects]) };
  }

  #takeHeader(line: number, type: unknown, value: object): void {
    if (type !== 'header') this.#arrival.refuse(line, type, 'is not the header that a plan file begins with');
    else this.#arrival.check('header', line, value);
    if (!this.#arrival.isSound) throw this.#arrival.failure();
    this.#hasHeader = true;
  }

  async #takePlan(line: number, type: unknown, value: Fields): Promise<void> {
    const { violations, ports, importId } = this.#arrival;
    if (type !== 'plan') this.#arrival.refuse(line, type, 'stands where the plan is to be');
    else this.#arrival.check('plan', line, value);
    if (!this.#arrival.isSound) throw this.#arrival.failure();
    try {
      this.#plan = readPlanLine(value);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      violations.add(error.violations.map((violation) => ({ ...violation, line })));
      throw this.#arrival.failure();
    }
    await ports.plans.create(importId, this.#plan);
    const set = await ports.accountSets.openInForce(importId, this.#plan.planId);
    this.#sections = makeSections(this.#arrival, this.#plan, set);
  }

  /** The section that takes lines of a type, now the current one; null where none does here, which is blamed. */
  async #sectionOf(line: number, type: unknown): Promise<PlanSection | null> {
    const position = SECTIONS.findIndex(
      ({ name, holds }) => name === type || (holds as readonly unknown[]).includes(type),
    );
    const [section, current] = [SECTIONS[position], SECTIONS[this.#current]];
    if (section === undefined) this.#arrival.refuse(line, type, 'is not a type of line that can stand here');
    else if (position < this.#current) this.#arrival.refuse(line, type, `stands after a line of type ${current?.name}`);
    else if (position > this.#current && section.name !== type) {
      this.#arrival.refuse(line, type, `belongs to no ${section.name}`);
    } else {
      if (position > this.#current) await this.#section?.finish();
      this.#current = position;
      return this.#section;
    }
    return null;
  }

  get #section(): PlanSection | null {
    const name = SECTIONS[this.#current]?.name;
    return name === undefined ? null : (this.#sections?.[name] ?? null);
  }

  async #takeEnd(line: number, value: object): Promise<void> {
    await this.#section?.finish();
    this.#current = SECTIONS.length;
    this.#arrival.check('end', line, value);
    const { reps, accounts, layouts } = value as PlanFileCounts;
    const { lines = 0, hierarchies = 0, assignments = 0, entries = 0 } = value as PlanFileCounts;
    const { departed = 0, places = 0, texts = 0 } = value as PlanFileCounts;
    const { stages = 0, goals = 0, revisions = 0 } = value as PlanFileCounts;
    const { actuals = 0, pipelineStages = 0, deals = 0 } = value as PlanFileCounts;
    this.#end = {
      ...{ reps, accounts, layouts, lines, hierarchies, assignments, entries, departed, places, texts },
      ...{ stages, goals, revisions, actuals, pipelineStages, deals },
    };
  }

  async #renew(): Promise<void> {
    if (Date.now() - this.#renewedMs < RENEW_EVERY_MS) return;
    this.#renewedMs = Date.now();
    const { ports, importId, budget } = this.#arrival;
    budget.spend(1);
    if (!(await ports.transfers.renew(importId))) throw tooSlow();
  }
}

function makeSections(arrival: PlanArrival, plan: Plan, set: AccountSet) {
  const layout = new LayoutsIntake(arrival, plan.planId);
  const rep = new RepIntake(arrival, plan.planId);
  const log = new LogIntake(arrival, plan.planId, layout.layouts);
  const { ports, importId } = arrival;
  return {
    line: new LineIntake(arrival, plan.planId),
    rep,
    departed: new DepartedIntake(arrival, plan.planId, rep),
    account: new AccountIntake(arrival, plan, set),
    text: new TextIntake(arrival, plan.planId),
    places: new PlacesIntake(arrival, plan.planId),
    layout,
    assignment: new AssignmentsIntake(arrival, plan.planId, layout),
    entry: log,
    stage: new StagesIntake<TerritoryStage>(
      arrival,
      ({ territoryId }) => territoryId,
      (stages) => ports.stages.put(importId, plan.planId, stages, true),
    ),
    goals: new GoalsIntake(arrival, plan.planId, { layouts: layout, log }),
    actuals: new RowsIntake(arrival, {
      rowsOf: ({ line, value }) =>
        arrival.check('actuals', line, value) ? (value.actuals as readonly unknown[][]).map(actualFields) : [],
      read: readActual,
      store: (items) => ports.actuals.uploads.restore(importId, plan.planId, items),
    }),
    pipelineStage: new StagesIntake<PipelineStage>(
      arrival,
      ({ name }) => name,
      (stages) => ports.deals.putStages(importId, plan.planId, stages, null),
    ),
    deal: new RowsIntake(arrival, {
      rowsOf: ({ value }) => [new Map(Object.entries(value))],
      read: readDeal,
      store: (items) => ports.deals.uploads.restore(importId, plan.planId, items),
    }),
  } satisfies Record<SectionName, PlanSection>;
}

function actualFields([account, metric, period, value]: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map([
    ['account', account],
    ['metric', metric],
    ['period', period],
    ['value', value],
  ]);
}
