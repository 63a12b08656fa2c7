import type { Cell } from '../domain/cell.ts';
import { cellNumber } from '../domain/cell-number.ts';
import { checkContiguity } from '../domain/check-contiguity.ts';
import { checkLayout } from '../domain/check-layout.ts';
import type { BlameShape } from '../domain/check-shape.ts';
import type { Layout, LayoutId, Territory } from '../domain/layout.ts';
import { MAX_LEAVES } from '../domain/layout-limits.ts';
import { layoutHeadShape, leafShape, MAX_TERRITORIES, territoryShape } from '../domain/layout-shape.ts';
import { type LeafTable, sortLeafTable } from '../domain/leaf-table.ts';
import { expectRow } from './expect-row.ts';
import type { ListedAs, WholeLayout } from './plan-transfer.ts';
import { SoundBlame } from './sound-blame.ts';

type StoredLeaf = [cell: Cell, territory: number, ...sums: number[]];

/** Puts one layout together from the lines of a plan file. */
export class LayoutIntake {
  /** The line on which it starts. */
  readonly line: number;
  readonly listed: ListedAs;
  readonly #head: Omit<Layout, 'territories'>;
  readonly #faults: SoundBlame;
  readonly #territories: Territory[] = [];
  /** With room for as many leaves as the head tells. */
  readonly #leaves: LeafTable;
  #leafCount = 0;

  /** `blame` takes what is wrong anywhere in it. */
  constructor(line: number, listed: ListedAs, head: unknown, blame: BlameShape) {
    this.line = line;
    this.listed = listed;
    this.#faults = new SoundBlame(blame);
    this.#head = head as Omit<Layout, 'territories'>;
    layoutHeadShape(head, 'layout', this.#faults.blame);
    expectRow('layout', head, this.#faults.blame);
    const { totals, metrics } = this.#head;
    const room = this.#faults.isSound ? totals.leaves : 0;
    if (room > MAX_LEAVES) this.#tooMany('leaves', MAX_LEAVES);
    const held = this.#faults.isSound ? room : 0;
    this.#leaves = {
      cells: new BigUint64Array(held),
      territories: new Uint32Array(held),
      sums: new Float64Array(held * (held > 0 ? metrics.length : 0)),
    };
  }

  get layoutId(): LayoutId {
    return this.#head.layoutId;
  }

  /** What is wrong from now on is told to another: blame is of lines. */
  useBlame(blame: BlameShape): void {
    this.#faults.passTo(blame);
  }

  addTerritory(territory: unknown): void {
    territoryShape(territory, 'territory', this.#faults.blame);
    expectRow('territory', territory, this.#faults.blame);
    if (this.#territories.length === MAX_TERRITORIES) this.#tooMany('territory', MAX_TERRITORIES);
    else this.#territories.push(territory as Territory);
  }

  addLeaves(leaves: unknown): void {
    if (!Array.isArray(leaves)) this.#faults.blame('leaves', leaves, 'is not an array', 'send an array of leaves');
    else for (const [at, leaf] of leaves.entries()) this.#addLeaf(leaf, at);
  }

  #addLeaf(leaf: unknown, at: number): void {
    leafShape(leaf, `leaves/${at}`, this.#faults.blame);
    if (!this.#faults.isSound) return;
    const [cell, territory, ...sums] = leaf as StoredLeaf;
    const [row, width] = [this.#leafCount++, this.#head.metrics.length];
    if (row === this.#leaves.cells.length) {
      this.#faults.blame(
        'layout/totals/leaves',
        row,
        'is less than the number of leaves',
        'send it as it was exported',
      );
    } else if (sums.length > 0 && sums.length !== width) {
      this.#faults.blame(`leaves/${at}`, cell, `has ${sums.length} sums`, `send ${width}, or none`);
    } else {
      this.#leaves.cells[row] = cellNumber(cell);
      this.#leaves.territories[row] = territory;
      this.#leaves.sums.set(sums, row * width);
    }
  }

  get leafCount(): number {
    return this.#leafCount;
  }

  /** The layout, or null where anything is wrong with it; whether its territories are in one piece only where that is asked. */
  finish(asksContiguity: boolean): WholeLayout | null {
    if (!this.#faults.isSound) return null;
    const { rebalance, edit, merge, imported, ...before } = this.#head;
    const layout: Layout = {
      ...{ ...before, territories: this.#territories },
      ...{
        ...(rebalance && { rebalance }),
        ...(edit && { edit }),
        ...(merge && { merge }),
        ...(imported && { imported }),
      },
    };
    const { cells, territories, sums } = this.#leaves;
    const table = sortLeafTable({
      cells: cells.subarray(0, this.#leafCount),
      territories: territories.subarray(0, this.#leafCount),
      sums: sums.subarray(0, this.#leafCount * layout.metrics.length),
    });
    checkLayout(layout, table, this.#faults.blame);
    if (this.#faults.isSound && asksContiguity) checkContiguity(layout, table, this.#faults.blame);
    return this.#faults.isSound ? { layout, leaves: table } : null;
  }

  #tooMany(field: string, most: number): void {
    this.#faults.blame(field, most, 'are more than a layout can have', `send at most ${most}`);
  }
}
