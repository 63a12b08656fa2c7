const METERS_PER_DEGREE = 111_195;
/** Rows of the grid are told apart by more than it has columns. */
const ROW = 2 ** 26;

/** Places in the order in which they are added. */
export interface Places {
  readonly count: number;
  readonly latDeg: (at: number) => number;
  readonly lngDeg: (at: number) => number;
}

/**
 * For each place those that come after it in the grid and lie within a distance: visits groups of places of which each may be near the first ones.
 *
 * `visit` gets a square's places and those of the squares after it; whether two are near is for `metersApart` to say. Across the antimeridian nothing is found.
 *
 * Cost: a sort, and a visit for each square with places. Memory: 12 bytes for each place.
 */
export function eachSquare(
  places: Places,
  meters: number,
  visit: (own: readonly number[], beside: readonly number[]) => void,
): void {
  const rowOf = (at: number) => Math.floor((places.latDeg(at) * METERS_PER_DEGREE) / meters);
  const columnOf = (at: number, row: number) => {
    const width = Math.max(0.01, Math.cos((((row + 0.5) * meters) / METERS_PER_DEGREE) * (Math.PI / 180)));
    return Math.floor((places.lngDeg(at) * width * METERS_PER_DEGREE) / meters);
  };
  const keys = Float64Array.from({ length: places.count }, (_, at) => rowOf(at) * ROW + columnOf(at, rowOf(at)));
  const order = Uint32Array.from(keys, (_, at) => at).sort(
    (a, b) => (keys[a] as number) - (keys[b] as number) || a - b,
  );
  const sorted = keys.slice().sort();
  const within = (key: number): number[] => {
    const found: number[] = [];
    for (let at = lowerBound(sorted, key); sorted[at] === key; at++) found.push(order[at] as number);
    return found;
  };
  for (let start = 0; start < sorted.length; ) {
    const key = sorted[start] as number;
    const own = within(key);
    const [first] = own;
    const row = Math.floor(key / ROW + 0.5);
    const beside = within(key + 1);
    // The next row is as wide in degrees as its own latitude has it: what may be near lies about the same longitude there.
    const columns = own.map((at) => columnOf(at, row + 1));
    const [low, high] = [Math.min(...columns) - 1, Math.max(...columns) + 1];
    for (let column = low; first !== undefined && column <= high; column++)
      beside.push(...within((row + 1) * ROW + column));
    if (own.length + beside.length > 1) visit(own, beside);
    start += own.length;
  }
}

/** The distance of two places over the ground, as far as places are near each other. Units: meters. */
export function metersApart(places: Places, a: number, b: number): number {
  const middle = ((places.latDeg(a) + places.latDeg(b)) / 2) * (Math.PI / 180);
  const dx = (places.lngDeg(a) - places.lngDeg(b)) * Math.cos(middle);
  return METERS_PER_DEGREE * Math.hypot(dx, places.latDeg(a) - places.latDeg(b));
}

function lowerBound(sorted: Float64Array, key: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
