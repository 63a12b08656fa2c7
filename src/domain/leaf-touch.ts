import { gridDisk } from 'h3-js';
import type { Cell } from './cell.ts';
import { ancestorAt, type CellNumber, cellNumber, cellText, resolutionOf } from './cell-number.ts';

/** Leaves of mixed resolution, and which of them touch. */
export class LeafTouch {
  readonly cells: readonly CellNumber[] | BigUint64Array;
  readonly #positions = new Map<CellNumber, number>();
  /** Cells that hold finer leaves. */
  readonly #split = new Set<CellNumber>();
  readonly #coarsest: number;

  /** Leaves that do not overlap, in any order. */
  constructor(cells: readonly CellNumber[] | BigUint64Array) {
    this.cells = cells;
    let coarsest = 15;
    cells.forEach((cell: CellNumber, position: number) => {
      this.#positions.set(cell, position);
      coarsest = Math.min(coarsest, resolutionOf(cell));
    });
    this.#coarsest = coarsest;
    for (const cell of cells) {
      for (let resolution = resolutionOf(cell) - 1; resolution >= coarsest; resolution--) {
        const ancestor = ancestorAt(cell, resolution);
        if (this.#split.has(ancestor)) break;
        this.#split.add(ancestor);
      }
    }
  }

  /** Position of the leaf that is a cell or holds it, or -1. */
  leafOf(cell: CellNumber): number {
    for (let resolution = resolutionOf(cell); resolution >= this.#coarsest; resolution--) {
      const position = this.#positions.get(ancestorAt(cell, resolution));
      if (position !== undefined) return position;
    }
    return -1;
  }

  /** Whether finer leaves lie in a cell. */
  isSplit(cell: CellNumber): boolean {
    return this.#split.has(cell);
  }

  /** Leaves that touch a leaf and are not finer; -1 stands for a place that no leaf holds. Those that are finer find it themselves. */
  beside(leaf: number): number[] {
    const cell = this.cells[leaf] as CellNumber;
    const found: number[] = [];
    for (const neighbor of gridDisk(cellText(cell), 1)) {
      const number = cellNumber(neighbor as Cell);
      if (number === cell) continue;
      const position = this.leafOf(number);
      if (position < 0 && this.#split.has(number)) continue;
      if (!found.includes(position)) found.push(position);
    }
    return found;
  }

  /** The neighbours of each leaf that `concerns` says anything about, both ways; and whether a leaf touches the outside. */
  graph(concerns: (a: number, b: number) => boolean = () => true): LeafGraph {
    const neighbors: number[][] = Array.from({ length: this.cells.length }, () => []);
    const isOutermost = new Uint8Array(this.cells.length);
    for (let leaf = 0; leaf < this.cells.length; leaf++) {
      for (const other of this.beside(leaf)) {
        if (other < 0) isOutermost[leaf] = 1;
        else if (concerns(leaf, other)) {
          neighbors[leaf]?.push(other);
          // One of the same resolution finds this one, too.
          if (resolutionOf(this.cells[other] as CellNumber) < resolutionOf(this.cells[leaf] as CellNumber)) {
            if (!neighbors[other]?.includes(leaf)) neighbors[other]?.push(leaf);
          }
        }
      }
    }
    return { neighbors, isOutermost };
  }
}

/** Neighbours by position of leaves, and 1 for each leaf that touches a place that no leaf holds. */
export interface LeafGraph {
  readonly neighbors: readonly (readonly number[])[];
  readonly isOutermost: Uint8Array;
}
