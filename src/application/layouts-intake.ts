import { MAX_MATCHED } from '../domain/assignment.ts';
import { Failure } from '../domain/failure.ts';
import { piecesOfLayout, type TerritoryPieces } from '../domain/territory-pieces.ts';
import { HierarchyIntake } from './hierarchy-intake.ts';
import { LayoutIntake } from './layout-intake.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import type { ListedAs, WholeLayout } from './plan-transfer.ts';
import { valuesOf } from './query-budget.ts';

/** Leaves of a file whose touching is worked out: some 40 s of the 120 that a request has. Layouts after them are taken at their word. */
const MAX_LEAVES_JUDGED = 4_000_000;

/** A layout, whether time is left to work out what touches, and what did. */
interface JudgedLayout extends WholeLayout {
  readonly isJudged: boolean;
  pieces: TerritoryPieces | null;
}

/** Takes the layouts of a plan that comes in, each with its hierarchies after it. */
export class LayoutsIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  #layout: LayoutIntake | null = null;
  /** Lines of layouts by their ids. */
  readonly layouts = new Map<string, number>();
  /** The layout whose leaves have all come; hierarchies that follow are of it. */
  #whole: JudgedLayout | null = null;
  #hierarchy: HierarchyIntake | null = null;
  /** Lines of hierarchies by their ids. */
  readonly hierarchies = new Map<string, number>();
  /** Ids of the territories of each layout that has no more of them than an assignment has. */
  readonly matchable = new Map<string, readonly string[]>();
  #leaves = 0;
  /** Bytes of what is held, by the type of line. */
  #held = { territory: 0, leaves: 0, node: 0 };

  constructor(arrival: PlanArrival, planId: string) {
    this.#arrival = arrival;
    this.#planId = planId;
  }

  async take(row: SectionLine): Promise<void> {
    if (row.type === 'layout') await this.#startLayout(row);
    else if (row.type === 'hierarchy') await this.#startHierarchy(row);
    else if (row.type === 'node') this.#addNode(row);
    else this.#addToLayout(row);
  }

  async finish(): Promise<void> {
    await this.#finishLeaves();
    await this.#finishHierarchy();
    this.#whole = null;
  }

  async #startLayout({ line, value }: SectionLine): Promise<void> {
    if (!this.#arrival.may.haveLayouts) {
      throw new Failure(
        'insufficient-scope',
        'the file holds layouts: this needs a key with the scope layouts:write, too',
      );
    }
    await this.finish();
    this.#arrival.check('layout', line, value);
    const { createdAt, name = null, note = null, labels = [], line: of = null } = value as unknown as ListedAs;
    const listed = { createdAt: String(createdAt), name, note, labels, line: of };
    this.#layout = new LayoutIntake(line, listed, value.layout, this.#arrival.blameAt(line));
    const { layoutId } = this.#layout;
    if (this.layouts.has(layoutId)) this.#arrival.refuse(line, layoutId, 'is a layout of an earlier line');
    this.layouts.set(layoutId, line);
  }

  #addToLayout({ type, line, value, bytes }: SectionLine): void {
    this.#layout?.useBlame(this.#arrival.blameAt(line));
    if (this.#layout === null) this.#arrival.refuse(line, type, 'belongs to no layout');
    else if (type === 'territory') this.#layout.addTerritory(value.territory);
    else this.#layout.addLeaves(value.leaves);
    this.#held[type === 'territory' ? 'territory' : 'leaves'] += bytes;
  }

  async #startHierarchy({ line, value }: SectionLine): Promise<void> {
    await this.#finishLeaves();
    await this.#finishHierarchy();
    this.#hierarchy = new HierarchyIntake(line, value.hierarchy, this.#arrival.blameAt(line));
    const { hierarchyId } = this.#hierarchy;
    if (this.hierarchies.has(hierarchyId)) {
      this.#arrival.refuse(line, hierarchyId, 'is a hierarchy of an earlier line');
    }
    this.hierarchies.set(hierarchyId, line);
  }

  #addNode({ line, value, bytes }: SectionLine): void {
    this.#hierarchy?.useBlame(this.#arrival.blameAt(line));
    if (this.#hierarchy === null) this.#arrival.refuse(line, 'node', 'belongs to no hierarchy');
    else this.#hierarchy.addParent(value.node);
    this.#held.node += bytes;
  }

  async #finishLeaves(): Promise<void> {
    const layout = this.#layout;
    if (layout === null) return;
    this.#layout = null;
    const { ports, importId, budget, blameAt } = this.#from(layout.line);
    layout.useBlame(blameAt);
    this.#leaves += layout.leafCount;
    const isJudged = this.#leaves <= MAX_LEAVES_JUDGED;
    const whole = layout.finish(isJudged);
    this.#whole = whole && { ...whole, isJudged, pieces: null };
    const { territory, leaves } = this.#held;
    this.#held = { territory: 0, leaves: 0, node: 0 };
    if (whole === null || !this.#arrival.isSound) return;
    const { layoutId, territories } = whole.layout;
    if (territories.length <= MAX_MATCHED) {
      this.matchable.set(
        layoutId,
        territories.map(({ id }) => id),
      );
    }
    // Beside territories and leaves: the head, what the layout was made from, and the plan's list.
    budget.spend(3 + valuesOf(territory) + valuesOf(leaves));
    await ports.transfers.save(importId, this.#planId, whole, layout.listed);
  }

  async #finishHierarchy(): Promise<void> {
    const hierarchy = this.#hierarchy;
    this.#hierarchy = null;
    if (hierarchy === null || this.#whole === null) return;
    const { ports, importId, budget, blameAt } = this.#from(hierarchy.line);
    hierarchy.useBlame(blameAt);
    const { layout, leaves, isJudged } = this.#whole;
    this.#whole.pieces ??= isJudged ? piecesOfLayout(layout, leaves) : null;
    const read = hierarchy.finish(layout, this.#whole.pieces);
    const { node } = this.#held;
    this.#held.node = 0;
    if (read === null || !this.#arrival.isSound) return;
    budget.spend(1 + valuesOf(node));
    await ports.transfers.saveHierarchy(importId, read);
  }

  #from(line: number) {
    const { ports, importId, budget } = this.#arrival;
    return { ports, importId, budget, blameAt: this.#arrival.blameAt(line) };
  }
}
