import { DEFAULT_TOLERANCE } from '../domain/balance.ts';
import { parseResolution } from '../domain/cell.ts';
import {
  aList,
  aMoment,
  aNumber,
  anObject,
  anyOf,
  aPhrase,
  aText,
  type BlameShape,
  orNull,
  type Shape,
  shown,
} from '../domain/check-shape.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import { MAX_LABEL, MAX_LABELS, MAX_NOTE } from '../domain/layout-entry.ts';
import { type Line, type LineFilter, MAX_LINES, settledFilter } from '../domain/line.ts';
import { lineIdShape, lineShape } from '../domain/line-shape.ts';
import { checkMetricNames, MAX_METRIC_NAME, type Metric } from '../domain/metric.ts';
import { findTimeZone, parseTimeZone } from '../domain/moment.ts';
import type { Plan } from '../domain/plan.ts';
import {
  layoutsThatFit,
  MAX_ASSIGNMENTS,
  PLAN_FILE,
  type PlanFileCounts,
  type PlanFileLine,
} from '../domain/plan-file.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { readAccount } from '../domain/read-account.ts';
import { readRep } from '../domain/read-rep.ts';
import type { Rep } from '../domain/rep.ts';
import { piecesOfLayout, type TerritoryPieces } from '../domain/territory-pieces.ts';
import { AccountWriter } from './account-writer.ts';
import { AssignmentIntake } from './assignment-intake.ts';
import { HierarchyIntake } from './hierarchy-intake.ts';
import { LayoutIntake } from './layout-intake.ts';
import { LogIntake } from './log-intake.ts';
import type { ListedAs, WholeLayout } from './plan-transfer.ts';
import type { Ports } from './ports.ts';
import { ViolationList } from './violation-list.ts';

/** Reps stored at once. */
const REPS_PER_WRITE = 5_000;
/** Leaves of a file whose touching is worked out: some 40 s of the 120 that a request has. Layouts after them are taken at their word. */
const MAX_LEAVES_JUDGED = 4_000_000;
const RENEW_EVERY_MS = 60_000;

const aName = aText(/^(?=.*\S)[^\p{Cc}\p{Cs}]{1,200}$/u, 'send 1 to 200 printable characters');
const timeZone: Shape = (value, field, blame) => {
  if (typeof value !== 'string' || findTimeZone(value) === null) {
    blame(field, value, 'is no time zone', 'send an IANA name such as America/New_York');
  }
};
const aThing = aPhrase(200);
const anOwner: Shape = (value, field, blame) => {
  anObject({}, { territoryId: aThing, repId: aThing })(value, field, blame);
  if (Object.keys(value ?? {}).length !== 1) blame(field, value, 'is no owner', 'send a territoryId or a repId');
};
const natural = aNumber({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, whole: true });

/** What lines hold besides their `type`. */
const SHAPES: Readonly<Record<string, Shape>> = {
  header: anObject({ format: anyOf(PLAN_FILE.format), version: anyOf(PLAN_FILE.version) }),
  plan: anObject(
    {
      name: aName,
      metrics: aList(
        anObject({ name: aPhrase(MAX_METRIC_NAME), unit: orNull(aPhrase(50)), kind: anyOf('sum', 'count') }),
        100,
      ),
      finestResolution: aNumber({ minimum: 0, maximum: 15, whole: true }),
      tolerance: aNumber({ minimum: Number.MIN_VALUE, maximum: 1 }),
      createdAt: aMoment,
    },
    { timeZone, approvalRequired: anyOf(true, false), catchAll: orNull(anOwner) },
  ),
  line: lineShape,
  // Files of before layouts had names and lines have none.
  layout: anObject(
    { createdAt: aMoment, layout: () => {} },
    {
      name: orNull(aName),
      note: orNull(aPhrase(MAX_NOTE)),
      labels: aList(aPhrase(MAX_LABEL), MAX_LABELS),
      line: lineIdShape,
    },
  ),
  assignment: (value, field, blame) =>
    aMoment((value as { createdAt?: unknown }).createdAt, `${field}createdAt`, blame),
  end: anObject(
    { reps: natural, accounts: natural, layouts: natural },
    { lines: natural, hierarchies: natural, assignments: natural, entries: natural },
  ),
};

/** A layout, whether time is left to work out what touches, and what did. */
interface JudgedLayout extends WholeLayout {
  readonly isJudged: boolean;
  pieces: TerritoryPieces | null;
}

/** What the caller may do beside making plans. */
export interface ImportRights {
  readonly haveLayouts: boolean;
  readonly publish: boolean;
}

/** Takes a plan in, line by line, into a workspace of its own. */
export class PlanIntake {
  readonly violations = new ViolationList();
  readonly #ports: Ports;
  readonly #importId: string;
  readonly #may: ImportRights;
  #renewedMs = Date.now();
  #hasHeader = false;
  #plan: Plan | null = null;
  #writer: AccountWriter | null = null;
  #metrics: ReadonlySet<string> = new Set();
  #counts: ReadonlySet<string> = new Set();
  #reps = new Map<string, Rep>();
  readonly #repIds = new Set<string>();
  readonly #lineIds = new Set<string>();
  #log: LogIntake | null = null;
  #layout: LayoutIntake | null = null;
  /** Lines of layouts by their ids. */
  readonly #layouts = new Map<string, number>();
  /** The layout whose leaves have all come; hierarchies that follow are of it. */
  #whole: JudgedLayout | null = null;
  #hierarchy: HierarchyIntake | null = null;
  /** Lines of hierarchies by their ids. */
  readonly #hierarchies = new Map<string, number>();
  #accounts = 0;
  #leaves = 0;
  #assignment: AssignmentIntake | null = null;
  #assignments = 0;
  #end: PlanFileCounts | null = null;

  constructor(ports: Ports, importId: string, may: ImportRights) {
    this.#ports = ports;
    this.#importId = importId;
    this.#may = may;
  }

  /** Takes the next line. Throws `invalid-rows` where nothing that follows could be read; other faults are kept for the end. */
  async take(row: PlanFileLine): Promise<void> {
    await this.#renew();
    const { line } = row;
    if ('fault' in row) {
      const { value, detail } = row.fault;
      this.violations.add([
        { line, field: '', value, detail, remedy: 'send one JSON object a line, as it was exported' },
      ]);
      if (this.#plan === null) throw this.#failure();
      return;
    }
    const { type, ...value } = row.value;
    if (this.#end !== null) return this.#refuse(line, type, 'follows the end of the file');
    if (!this.#hasHeader) return this.#takeHeader(line, type, value);
    if (this.#plan === null) return this.#takePlan(line, type, value);
    if (type === 'territory' || type === 'leaves') return this.#addToLayout(line, type, value);
    if (type === 'line') return this.#takeLine(line, value);
    if (type === 'hierarchy') return this.#startHierarchy(line, value);
    if (type === 'node') return this.#addNode(line, value);
    if (type === 'rep') return this.#takeRep(line, value);
    if (type === 'account') return this.#takeAccount(line, value);
    if (type === 'layout') return this.#startLayout(line, value);
    if (type === 'assignment') return this.#startAssignment(line, value);
    if (type === 'assigned') return this.#addToAssignment(line, type, value);
    if (type === 'entry') return this.#takeEntry(line, value);
    if (type === 'end') return this.#takeEnd(line, value);
    this.#refuse(line, type, 'is not a type of line that can stand here');
  }

  /** Stores what is held, and answers the plan and what it has. Throws `invalid-rows` with everything that is wrong with the file. */
  async finish(): Promise<{ plan: Plan; counts: PlanFileCounts; lines: ReadonlyMap<string, number> }> {
    await this.#finishLayout();
    await this.#finishAssignment();
    await this.#storeReps();
    await this.#writer?.flush();
    if (this.violations.rows === 0) await this.#log?.flush();
    const counts = {
      ...{ reps: this.#repIds.size, accounts: this.#accounts, layouts: this.#layouts.size },
      ...{ lines: this.#lineIds.size, hierarchies: this.#hierarchies.size },
      ...{ assignments: this.#assignments, entries: this.#log?.count ?? 0 },
    };
    this.#take(this.#writer?.violations);
    if (this.#end === null) {
      const remedy = 'send all of the file, as it was exported';
      this.violations.add([{ field: 'type', value: '', detail: 'end is missing: the file is not whole', remedy }]);
    } else if (JSON.stringify(counts) !== JSON.stringify(this.#end) && this.violations.rows === 0) {
      const detail = `says something other than what the file holds: ${JSON.stringify(counts)}`;
      this.violations.add([{ field: 'end', value: JSON.stringify(this.#end), detail, remedy: 'send all of the file' }]);
    }
    if (this.violations.rows > 0 || this.#plan === null) throw this.#failure();
    return { plan: this.#plan, counts, lines: new Map([...this.#layouts, ...this.#hierarchies]) };
  }

  #takeHeader(line: number, type: unknown, value: object): void {
    if (type !== 'header') this.#refuse(line, type, 'is not the header that a plan file begins with');
    else this.#check('header', line, value);
    if (this.violations.rows > 0) throw this.#failure();
    this.#hasHeader = true;
  }

  async #takePlan(line: number, type: unknown, value: object): Promise<void> {
    if (type !== 'plan') this.#refuse(line, type, 'stands where the plan is to be');
    else this.#check('plan', line, value);
    if (this.violations.rows > 0) throw this.#failure();
    const given = value as Pick<Plan, 'name' | 'tolerance'> &
      Partial<Pick<Plan, 'timeZone' | 'approvalRequired' | 'catchAll'>> & {
        metrics: Metric[];
        finestResolution: number;
      };
    const metrics = given.metrics.map(({ name }) => name);
    try {
      checkMetricNames(metrics, 'metrics', true);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.violations.add(error.violations.map((violation) => ({ ...violation, line })));
      throw this.#failure();
    }
    this.#plan = {
      planId: `pln_${randomBase62(22)}`,
      name: given.name,
      metrics,
      metricDetails: given.metrics,
      finestResolution: parseResolution(given.finestResolution),
      tolerance: given.tolerance ?? DEFAULT_TOLERANCE,
      timeZone: parseTimeZone(given.timeZone ?? 'UTC'),
      approvalRequired: given.approvalRequired ?? false,
      catchAll: given.catchAll ?? null,
      createdAt: new Date().toISOString(),
    };
    this.#metrics = new Set(metrics);
    this.#counts = new Set(given.metrics.filter(({ kind }) => kind === 'count').map(({ name }) => name));
    await this.#ports.plans.create(this.#importId, this.#plan);
    const set = await this.#ports.accountSets.openInForce(this.#importId, this.#plan.planId);
    this.#log = new LogIntake(this.#ports, this.#importId, this.#plan.planId);
    this.#writer = new AccountWriter(this.#ports, set, this.#plan, false);
  }

  async #takeLine(line: number, value: Readonly<Record<string, unknown>>): Promise<void> {
    const before = this.violations.rows;
    this.#check('line', line, value);
    if (this.violations.rows > before || this.#plan === null) return;
    const { id, name, filter } = value as { id: string; name: string; filter: LineFilter };
    if (this.#lineIds.has(id)) return this.violations.addDuplicate(line, id, null);
    this.#lineIds.add(id);
    if (this.#lineIds.size > MAX_LINES) return this.#refuse(line, id, `is one more than ${MAX_LINES} lines`);
    const put: Line = { lineId: id, name, filter: settledFilter(filter) };
    await this.#ports.lines.put(this.#importId, this.#plan.planId, put, null);
  }

  async #takeRep(line: number, value: Readonly<Record<string, unknown>>): Promise<void> {
    const row = readRep({ line, fields: new Map(Object.entries(value)) });
    if (!row.ok) return this.violations.add(row.violations);
    if (this.#repIds.has(row.rep.id)) return this.violations.addDuplicate(line, row.rep.id, null);
    this.#repIds.add(row.rep.id);
    this.#reps.set(row.rep.id, row.rep);
    if (this.#reps.size === REPS_PER_WRITE) await this.#storeReps();
  }

  async #takeAccount(line: number, value: Readonly<Record<string, unknown>>): Promise<void> {
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
    if (!row.ok) return this.violations.add(row.violations);
    this.#accounts++;
    await this.#writer?.add(line, row.account);
  }

  async #startLayout(line: number, value: Readonly<Record<string, unknown>>): Promise<void> {
    if (!this.#may.haveLayouts) {
      throw new Failure(
        'insufficient-scope',
        'the file holds layouts: this needs a key with the scope layouts:write, too',
      );
    }
    await this.#finishLayout();
    await this.#finishAssignment();
    this.#expectRoom();
    this.#check('layout', line, value);
    const { createdAt, name = null, note = null, labels = [], line: of = null } = value as unknown as ListedAs;
    const listed = { createdAt: String(createdAt), name, note, labels, line: of };
    this.#layout = new LayoutIntake(line, listed, value.layout, this.#blameAt(line));
    if (this.#layouts.has(this.#layout.layoutId))
      this.#refuse(line, this.#layout.layoutId, 'is a layout of an earlier line');
    this.#layouts.set(this.#layout.layoutId, line);
  }

  #addToLayout(line: number, type: 'territory' | 'leaves', value: Readonly<Record<string, unknown>>): void {
    this.#layout?.useBlame(this.#blameAt(line));
    if (this.#layout === null) this.#refuse(line, type, 'belongs to no layout');
    else if (type === 'territory') this.#layout.addTerritory(value.territory);
    else this.#layout.addLeaves(value.leaves);
  }

  #expectRoom(): void {
    const held = this.#layouts.size + this.#hierarchies.size;
    if (held < layoutsThatFit(this.#accounts)) return;
    throw new Failure(
      'payload-too-large',
      `more than ${held} layouts and hierarchies: export the plan with fewer layouts`,
    );
  }

  async #startHierarchy(line: number, value: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#finishLeaves();
    await this.#finishHierarchy();
    if (this.#layouts.size === 0) return this.#refuse(line, 'hierarchy', 'belongs to no layout');
    this.#expectRoom();
    this.#hierarchy = new HierarchyIntake(line, value.hierarchy, this.#blameAt(line));
    const { hierarchyId } = this.#hierarchy;
    if (this.#hierarchies.has(hierarchyId)) this.#refuse(line, hierarchyId, 'is a hierarchy of an earlier line');
    this.#hierarchies.set(hierarchyId, line);
  }

  #addNode(line: number, value: Readonly<Record<string, unknown>>): void {
    this.#hierarchy?.useBlame(this.#blameAt(line));
    if (this.#hierarchy === null) this.#refuse(line, 'node', 'belongs to no hierarchy');
    else this.#hierarchy.addParent(value.node);
  }

  async #finishHierarchy(): Promise<void> {
    const hierarchy = this.#hierarchy;
    this.#hierarchy = null;
    if (hierarchy === null || this.#whole === null) return;
    hierarchy.useBlame(this.#blameAt(hierarchy.line));
    const { layout, leaves, isJudged } = this.#whole;
    this.#whole.pieces ??= isJudged ? piecesOfLayout(layout, leaves) : null;
    const read = hierarchy.finish(layout, this.#whole.pieces);
    if (read === null || this.violations.rows > 0) return;
    await this.#ports.transfers.saveHierarchy(this.#importId, read);
  }

  async #finishLayout(): Promise<void> {
    await this.#finishLeaves();
    await this.#finishHierarchy();
    this.#whole = null;
  }

  async #finishLeaves(): Promise<void> {
    const layout = this.#layout;
    if (layout === null) return;
    this.#layout = null;
    layout.useBlame(this.#blameAt(layout.line));
    this.#leaves += layout.leafCount;
    const isJudged = this.#leaves <= MAX_LEAVES_JUDGED;
    const whole = layout.finish(isJudged);
    this.#whole = whole && { ...whole, isJudged, pieces: null };
    if (whole === null || this.#plan === null || this.violations.rows > 0) return;
    await this.#ports.transfers.save(this.#importId, this.#plan.planId, whole, layout.listed);
  }

  async #startAssignment(line: number, value: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#finishLayout();
    await this.#finishAssignment();
    if (++this.#assignments > MAX_ASSIGNMENTS) {
      throw new Failure('payload-too-large', `more than ${MAX_ASSIGNMENTS} assignments: leave out the oldest`);
    }
    this.#check('assignment', line, value);
    this.#assignment = new AssignmentIntake(line, value, this.#layouts, this.#blameAt(line));
  }

  #addToAssignment(line: number, type: 'assigned', value: Readonly<Record<string, unknown>>): void {
    if (this.#assignment === null) this.#refuse(line, type, 'belongs to no assignment');
    else this.#assignment.add(value, this.#blameAt(line));
  }

  async #finishAssignment(): Promise<void> {
    const intake = this.#assignment;
    this.#assignment = null;
    if (intake === null || this.#plan === null || this.violations.rows > 0) return;
    const assignment = intake.finish(this.#plan.planId, this.#blameAt(intake.line));
    if (assignment === null) return;
    if (!(await this.#ports.assignments.save(this.#importId, assignment))) throw tooSlow();
  }

  async #takeEntry(line: number, value: object): Promise<void> {
    if (!this.#may.publish) {
      throw new Failure(
        'insufficient-scope',
        'the file says what is in force: this needs a key with the scope layouts:publish, too',
      );
    }
    await this.#finishLayout();
    await this.#finishAssignment();
    await this.#log?.take(value, (layoutId) => this.#layouts.has(layoutId), this.#blameAt(line));
  }

  async #takeEnd(line: number, value: object): Promise<void> {
    this.#check('end', line, value);
    const { reps, accounts, layouts } = value as PlanFileCounts;
    const { lines = 0, hierarchies = 0, assignments = 0, entries = 0 } = value as PlanFileCounts;
    this.#end = { reps, accounts, layouts, lines, hierarchies, assignments, entries };
  }

  async #storeReps(): Promise<void> {
    if (this.#reps.size === 0 || this.#plan === null) return;
    await this.#ports.reps.put(this.#importId, this.#plan.planId, [...this.#reps.values()], false);
    this.#reps = new Map();
  }

  async #renew(): Promise<void> {
    if (Date.now() - this.#renewedMs < RENEW_EVERY_MS) return;
    this.#renewedMs = Date.now();
    if (!(await this.#ports.transfers.renew(this.#importId))) throw tooSlow();
  }

  #check(type: string, line: number, value: unknown): void {
    SHAPES[type]?.(value, '', this.#blameAt(line));
  }

  /** All that is blamed on one line is of one row, as far as its check reports it at once. */
  #blameAt(line: number): BlameShape {
    return (field, value, detail, remedy) => {
      this.violations.add([{ line, field, value: shown(value), detail, remedy }]);
    };
  }

  #refuse(line: number, value: unknown, detail: string): void {
    this.#blameAt(line)(
      'type',
      value,
      detail,
      'send the lines as they were exported: header, plan, line, rep, account, layout, hierarchy, assignment, entry, end',
    );
  }

  #take(others: ViolationList | undefined): void {
    for (const violation of others?.listed ?? []) this.violations.add([violation]);
    if (others !== undefined) this.violations.count += others.count - others.listed.length;
  }

  #failure(): Failure {
    const { listed, count } = this.violations;
    const first: Violation | undefined = listed[0];
    const detail =
      first === undefined ? 'the file is empty' : `${count === 1 ? '1 thing is' : `${count} things are`} wrong`;
    return new Failure('invalid-rows', `${detail}: no plan was made`, listed, count);
  }
}

/** The failure of a file that paused for so long that its import was given up. */
export function tooSlow(): Failure {
  return new Failure('malformed-body', 'the body came too slowly and the import was given up: send it again');
}
