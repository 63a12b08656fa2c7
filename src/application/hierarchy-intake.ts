import { checkHierarchy } from '../domain/check-hierarchy.ts';
import type { BlameShape } from '../domain/check-shape.ts';
import { type Hierarchy, MAX_PARENTS, type PlacedParent } from '../domain/hierarchy.ts';
import { hierarchyHeadShape, parentShape } from '../domain/hierarchy-shape.ts';
import type { Layout } from '../domain/layout.ts';
import type { TerritoryPieces } from '../domain/territory-pieces.ts';
import { expectRow } from './expect-row.ts';

type Head = Omit<Hierarchy, 'parents' | 'layoutId'>;

/** Puts one hierarchy together from the lines of a plan file. */
export class HierarchyIntake {
  /** The line on which it starts. */
  readonly line: number;
  readonly #head: Head;
  readonly #parents: PlacedParent[] = [];
  #sink: BlameShape;
  #isSound = true;
  readonly #blame: BlameShape = (...what) => {
    this.#isSound = false;
    this.#sink(...what);
  };

  /** `blame` takes what is wrong anywhere in it. */
  constructor(line: number, head: unknown, blame: BlameShape) {
    this.line = line;
    this.#sink = blame;
    this.#head = (head ?? {}) as Head;
    hierarchyHeadShape(head, 'hierarchy', this.#blame);
    expectRow('hierarchy', head, this.#blame);
  }

  get hierarchyId(): string {
    return this.#head.hierarchyId;
  }

  /** What is wrong from now on is told to another: blame is of lines. */
  useBlame(blame: BlameShape): void {
    this.#sink = blame;
  }

  addParent(parent: unknown): void {
    parentShape(parent, 'node', this.#blame);
    if (this.#parents.length < MAX_PARENTS) this.#parents.push(parent as PlacedParent);
    else this.#blame('node', MAX_PARENTS, 'are more than a hierarchy can have', `send at most ${MAX_PARENTS}`);
  }

  /** The hierarchy of a layout, or null where anything is wrong with it; pieces are checked where they are given. */
  finish(layout: Layout, pieces: TerritoryPieces | null): Hierarchy | null {
    if (!this.#isSound) return null;
    const hierarchy = { ...this.#head, layoutId: layout.layoutId, parents: this.#parents };
    checkHierarchy(hierarchy, layout, pieces, this.#blame);
    return this.#isSound ? hierarchy : null;
  }
}
