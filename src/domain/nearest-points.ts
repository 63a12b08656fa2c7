/** A place on the unit sphere. */
export type UnitVector = readonly [number, number, number];

/** The place of degrees on the unit sphere. */
export function unitVector(latDeg: number, lngDeg: number): UnitVector {
  const [lat, lng] = [(latDeg * Math.PI) / 180, (lngDeg * Math.PI) / 180];
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)];
}

/** Finds the nearest of many places: a balanced tree of three dimensions, cut at the middle of each in turn. */
export class NearestPoints {
  readonly #points: readonly UnitVector[];
  readonly #order: Uint32Array;

  constructor(points: readonly UnitVector[]) {
    this.#points = points;
    this.#order = Uint32Array.from(points, (_, position) => position);
    this.#sort(0, points.length, 0);
  }

  /** Position of the nearest point, the lowest of several; -1 where there is none. */
  nearest(to: UnitVector): number {
    const best = { position: -1, squared: Infinity };
    this.#search(to, 0, this.#order.length, 0, best);
    return best.position;
  }

  #sort(start: number, end: number, axis: number): void {
    if (end - start < 2) return;
    const own = this.#order.subarray(start, end);
    own.sort((a, b) => this.#at(a, axis) - this.#at(b, axis) || a - b);
    const middle = (start + end) >>> 1;
    this.#sort(start, middle, (axis + 1) % 3);
    this.#sort(middle + 1, end, (axis + 1) % 3);
  }

  #search(to: UnitVector, start: number, end: number, axis: number, best: { position: number; squared: number }): void {
    if (start >= end) return;
    const middle = (start + end) >>> 1;
    const position = this.#order[middle] as number;
    const squared = [0, 1, 2].reduce((sum, i) => sum + (this.#at(position, i) - (to[i] as number)) ** 2, 0);
    if (squared < best.squared || (squared === best.squared && position < best.position)) {
      best.position = position;
      best.squared = squared;
    }
    const gap = (to[axis] as number) - this.#at(position, axis);
    const [near, far] = [
      [start, middle],
      [middle + 1, end],
    ].sort((a) => (gap < 0 === (a[0] === start) ? -1 : 1)) as [[number, number], [number, number]];
    this.#search(to, ...near, (axis + 1) % 3, best);
    if (gap * gap <= best.squared) this.#search(to, ...far, (axis + 1) % 3, best);
  }

  #at(position: number, axis: number): number {
    return (this.#points[position] as UnitVector)[axis] as number;
  }
}
