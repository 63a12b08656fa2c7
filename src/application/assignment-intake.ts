import { type Assignment, MAX_MATCHED } from '../domain/assignment.ts';
import { assignmentHeadShape, assignmentListShapes } from '../domain/assignment-shape.ts';
import { checkAssignment } from '../domain/check-assignment.ts';
import type { BlameShape } from '../domain/check-shape.ts';
import type { LayoutId } from '../domain/layout.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import { SoundBlame } from './sound-blame.ts';

type ListName = keyof typeof assignmentListShapes;

/** Puts one assignment together from the lines of a plan file. It gets an id of its own, as its plan does. */
export class AssignmentIntake {
  /** The line on which it starts. */
  readonly line: number;
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #lists: Record<ListName, unknown[]> = { pairs: [], vacant: [], unassigned: [] };

  /** `blame` takes what is wrong with the line; `layoutIds` are those of the layouts before it. */
  constructor(
    line: number,
    value: Readonly<Record<string, unknown>>,
    layoutIds: ReadonlyMap<string, number>,
    blame: BlameShape,
  ) {
    this.line = line;
    this.#value = value;
    const { layoutId, assignment } = value;
    assignmentHeadShape(assignment, 'assignment', blame);
    if (typeof layoutId !== 'string' || !layoutIds.has(layoutId)) {
      blame('layoutId', layoutId, 'is no layout of an earlier line', 'send the layout before its assignments');
    }
  }

  add({ list, items }: Readonly<Record<string, unknown>>, blame: BlameShape): void {
    if (typeof list !== 'string' || !Object.hasOwn(assignmentListShapes, list)) {
      blame('list', list, 'is no list of an assignment', 'send pairs, vacant or unassigned');
      return;
    }
    const name = list as ListName;
    assignmentListShapes[name](items, 'items', blame);
    if (!Array.isArray(items)) return;
    if (this.#lists[name].length + items.length > MAX_MATCHED) {
      blame('items', items.length, `makes more than ${MAX_MATCHED} items`, `send at most ${MAX_MATCHED}`);
      return;
    }
    this.#lists[name].push(...items);
  }

  get layoutId(): string {
    return String(this.#value.layoutId);
  }

  /** The assignment, or null where it is not one of a layout of these territories, which is blamed. */
  finish(planId: string, territoryIds: readonly string[], blame: BlameShape): Assignment | null {
    const head = this.#value.assignment as Pick<Assignment, 'assignedCount' | 'vacantCount' | 'unassignedCount'>;
    const { pairs, vacant, unassigned } = this.#lists;
    const isWhole =
      pairs.length === head.assignedCount + head.vacantCount &&
      vacant.length === head.vacantCount &&
      unassigned.length === head.unassignedCount;
    if (!isWhole) {
      blame('assignment', head, 'has other counts than its lists', 'send all lines of the assignment');
      return null;
    }
    const lists = this.#lists as Pick<Assignment, 'pairs' | 'vacant' | 'unassigned'>;
    const faults = new SoundBlame(blame);
    checkAssignment(lists, territoryIds, faults.blame);
    if (!faults.isSound) return null;
    return {
      assignmentId: `asg_${randomBase62(22)}`,
      planId,
      layoutId: this.#value.layoutId as LayoutId,
      ...head,
      createdAt: this.#value.createdAt as string,
      ...lists,
    } as Assignment;
  }
}
