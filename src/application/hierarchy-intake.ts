import { checkHierarchy } from '../domain/check-hierarchy.ts';
import type { BlameShape } from '../domain/check-shape.ts';
import { type Hierarchy, MAX_PARENTS, type PlacedParent } from '../domain/hierarchy.ts';
import { hierarchyHeadShape, parentShape } from '../domain/hierarchy-shape.ts';
import type { Layout } from '../domain/layout.ts';
import type { TerritoryPieces } from '../domain/territory-pieces.ts';
import { expectRow } from './expect-row.ts';
import { SoundBlame } from './sound-blame.ts';

type Head = Omit<Hierarchy, 'parents' | 'layoutId'>;

/** Puts one hierarchy together from the lines of a plan file. */
export class HierarchyIntake {
  /** The line on which it starts. */
  readonly line: number;
  readonly #head: Head;
  readonly #parents: PlacedParent[] = [];
  readonly #faults: SoundBlame;

  /** `blame` takes what is wrong anywhere in it. */
  constructor(line: number, head: unknown, blame: BlameShape) {
    this.line = line;
    this.#faults = new SoundBlame(blame);
    this.#head = (head ?? {}) as Head;
    hierarchyHeadShape(head, 'hierarchy', this.#faults.blame);
    expectRow('hierarchy', head, this.#faults.blame);
  }

  get hierarchyId(): string {
    return this.#head.hierarchyId;
  }

  /** What is wrong from now on is told to another: blame is of lines. */
  useBlame(blame: BlameShape): void {
    this.#faults.passTo(blame);
  }

  addParent(parent: unknown): void {
    parentShape(parent, 'node', this.#faults.blame);
    if (this.#parents.length < MAX_PARENTS) this.#parents.push(parent as PlacedParent);
    else this.#faults.blame('node', MAX_PARENTS, 'are more than a hierarchy can have', `send at most ${MAX_PARENTS}`);
  }

  /** The hierarchy of a layout, or null where anything is wrong with it; pieces are checked where they are given. */
  finish(layout: Layout, pieces: TerritoryPieces | null): Hierarchy | null {
    if (!this.#faults.isSound) return null;
    const hierarchy = { ...this.#head, layoutId: layout.layoutId, parents: this.#parents };
    checkHierarchy(hierarchy, layout, pieces, this.#faults.blame);
    return this.#faults.isSound ? hierarchy : null;
  }
}
