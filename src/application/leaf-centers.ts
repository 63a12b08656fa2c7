import { cellToLatLng } from 'h3-js';
import { cellText } from '../domain/cell-number.ts';

/** Centers of leaves, each worked out once while edits split some of them. */
export class LeafCenters {
  #cells: BigUint64Array = new BigUint64Array();
  #degrees = new Float64Array();

  /** Latitude and longitude of each cell, row-major [cells][2], in degrees. `cells` ascending. */
  of(cells: BigUint64Array): Float64Array {
    if (cells === this.#cells) return this.#degrees;
    const degrees = new Float64Array(cells.length * 2);
    let known = 0;
    cells.forEach((cell, at) => {
      while ((this.#cells[known] ?? cell) < cell) known++;
      const isKnown = this.#cells[known] === cell;
      degrees.set(isKnown ? this.#degrees.subarray(known * 2, known * 2 + 2) : cellToLatLng(cellText(cell)), at * 2);
    });
    [this.#cells, this.#degrees] = [cells, degrees];
    return degrees;
  }
}
