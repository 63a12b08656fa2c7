/** Sweeps of improvement of one tour: far more than any takes, so that a flaw in arithmetic ends. */
const MAX_SWEEPS = 1_000;
/** More stops than a day has. */
const ALL = 50;
/** A gain below it is a rounding error. */
const LEAST_GAIN = 1e-9;

/** Minutes of travel between stops of a tour, by position; `home` is that from where the day begins to a stop, 0 where there is no home. */
export interface Travel {
  readonly between: (a: number, b: number) => number;
  readonly home: (stop: number) => number;
}

/** Minutes of a tour from home through stops in their order, and back. */
export function tourMinutes(order: readonly number[], { between, home }: Travel): number {
  const [first] = order;
  const last = order.at(-1);
  if (first === undefined || last === undefined) return 0;
  let minutes = home(first) + home(last);
  for (let at = 1; at < order.length; at++) minutes += between(order[at - 1] as number, order[at] as number);
  return minutes;
}

/**
 * Stops of a day in the order of a short tour from home through all of them and back: the better of what is given and of the nearest-neighbour tour, each
 * improved by `improveTour`.
 *
 * Error: see `visitingTour`. Cost: the square of the stops for each of some sweeps.
 */
export function orderStops(stops: readonly number[], travel: Travel): number[] {
  const own = stops.map((_, at) => at);
  const near = measured(stops, travel);
  const [given, nearest] = [own, nearestFirst(own, near)].map((order) => improveTour(order, near)) as [
    number[],
    number[],
  ];
  const isNearer = tourMinutes(nearest, near) < tourMinutes(given, near) - LEAST_GAIN;
  return (isNearer ? nearest : given).map((at) => stops[at] as number);
}

/** The same ways between positions in a list of stops, measured once. */
function measured(stops: readonly number[], { between, home }: Travel): Travel {
  const count = stops.length;
  const ways = new Float64Array(count * count);
  stops.forEach((a, row) => {
    stops.forEach((b, column) => {
      ways[row * count + column] = between(a, b);
    });
  });
  const fromHome = stops.map(home);
  return { between: (a, b) => ways[a * count + b] as number, home: (stop) => fromHome[stop] as number };
}

/**
 * A tour improved by 2-opt (turning a part round) and Or-opt (moving up to three stops in a row elsewhere, turned or not), each gain taken as it is found,
 * until neither gains among `window` stops in a row.
 *
 * Source: Croes (1958), doi 10.1287/opre.6.6.791; Or (1976), dissertation, Northwestern University.
 */
export function improveTour(
  stops: readonly number[],
  travel: Travel,
  { window = ALL, maxSweeps = MAX_SWEEPS }: { readonly window?: number; readonly maxSweeps?: number } = {},
): number[] {
  const order = [...stops];
  for (let sweeps = 0; sweeps < maxSweeps; sweeps++) {
    const gained = turnParts(order, travel, window) + moveParts(order, travel, window);
    if (gained === 0) break;
  }
  return order;
}

/** From home to the nearest stop, from there to the nearest that is left, and so on. */
function nearestFirst(stops: readonly number[], { between, home }: Travel): number[] {
  const left = [...stops];
  const order: number[] = [];
  while (left.length > 0) {
    const last = order.at(-1);
    const minutes = left.map((stop) => (last === undefined ? home(stop) : between(last, stop)));
    order.push(...left.splice(minutes.indexOf(Math.min(...minutes)), 1));
  }
  return order;
}

/** The way from one place of a tour to another; -1 and the number of stops are home. */
function legOf(order: readonly number[], { between, home }: Travel, from: number, to: number): number {
  const [a, b] = [order[from], order[to]];
  if (a === undefined) return b === undefined ? 0 : home(b);
  return b === undefined ? home(a) : between(a, b);
}

/** How many parts were turned. */
function turnParts(order: number[], travel: Travel, window: number): number {
  const leg = (from: number, to: number) => legOf(order, travel, from, to);
  let turned = 0;
  for (let first = 0; first < order.length - 1; first++) {
    for (let last = first + 1; last < order.length && last - first < window; last++) {
      const gain = leg(first - 1, first) + leg(last, last + 1) - leg(first - 1, last) - leg(first, last + 1);
      if (gain <= LEAST_GAIN) continue;
      order.splice(first, last - first + 1, ...order.slice(first, last + 1).reverse());
      turned++;
    }
  }
  return turned;
}

/** How many parts were moved. */
function moveParts(order: number[], travel: Travel, window: number): number {
  const leg = (from: number, to: number) => legOf(order, travel, from, to);
  let moved = 0;
  for (let length = 1; length <= Math.min(3, order.length - 1); length++) {
    for (let first = 0; first + length <= order.length; first++) {
      const last = first + length - 1;
      const freed = leg(first - 1, first) + leg(last, last + 1) - leg(first - 1, last + 1);
      if (freed <= LEAST_GAIN) continue;
      const end = Math.min(order.length - 1, last + window);
      for (let after = Math.max(-1, first - window); after <= end; after++) {
        if (after >= first - 1 && after <= last) continue;
        const opened = freed + leg(after, after + 1);
        const straight = opened - leg(after, first) - leg(last, after + 1);
        const turned = opened - leg(after, last) - leg(first, after + 1);
        if (Math.max(straight, turned) <= LEAST_GAIN) continue;
        const part = order.splice(first, length);
        if (turned > straight) part.reverse();
        order.splice(after < first ? after + 1 : after + 1 - length, 0, ...part);
        moved++;
        break;
      }
    }
  }
  return moved;
}
