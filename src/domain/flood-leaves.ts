import type { LeafGraph } from './leaf-touch.ts';
import type { UnitVector } from './nearest-points.ts';

/** What a flood reached. */
export interface Flood {
  /** By leaf: the owner whose flood reached it first, or -1. */
  readonly owners: Int32Array;
  /** By leaf: the leaf from which it was reached; -1 where a flood began, or never came. */
  readonly from: Int32Array;
}

/**
 * Floods leaves that nobody owns from those that somebody does; each joins the owner whose flood reaches it first.
 *
 * A flood runs from leaf to leaf as fast as their centers are apart, so that what it reaches is in one piece with where it began. Ties go to the lower leaf.
 */
export function floodLeaves(given: Int32Array, centers: readonly UnitVector[], { neighbors }: LeafGraph): Flood {
  const owners = Int32Array.from(given);
  const from = new Int32Array(given.length).fill(-1);
  const distances = new Float64Array(given.length).fill(Infinity);
  const fronts = new Fronts();
  const spread = (leaf: number, distance: number) => {
    for (const next of neighbors[leaf] ?? []) {
      if ((given[next] as number) >= 0) continue;
      const reached = distance + apart(centers[leaf] as UnitVector, centers[next] as UnitVector);
      if (reached >= (distances[next] as number)) continue;
      distances[next] = reached;
      owners[next] = owners[leaf] as number;
      from[next] = leaf;
      fronts.push(reached, next);
    }
  };
  given.forEach((owner, leaf) => {
    if (owner >= 0) spread(leaf, 0);
  });
  for (let front = fronts.pop(); front !== null; front = fronts.pop()) {
    if (front.distance === distances[front.leaf]) spread(front.leaf, front.distance);
  }
  return { owners, from };
}

function apart(a: UnitVector, b: UnitVector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

interface Front {
  readonly distance: number;
  readonly leaf: number;
}

/** A binary heap, the nearest first. */
class Fronts {
  readonly #heap: Front[] = [];

  push(distance: number, leaf: number): void {
    const front = { distance, leaf };
    let at = this.#heap.push(front) - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!isBefore(front, this.#heap[parent] as Front)) break;
      this.#heap[at] = this.#heap[parent] as Front;
      at = parent;
    }
    this.#heap[at] = front;
  }

  pop(): Front | null {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return null;
    if (this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(front: Front): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#heap.length) break;
      const [left, right] = [this.#heap[child] as Front, this.#heap[child + 1]];
      if (right !== undefined && isBefore(right, left)) child++;
      if (!isBefore(this.#heap[child] as Front, front)) break;
      this.#heap[at] = this.#heap[child] as Front;
      at = child;
    }
    this.#heap[at] = front;
  }
}

function isBefore(a: Front, b: Front): boolean {
  return a.distance < b.distance || (a.distance === b.distance && a.leaf < b.leaf);
}
