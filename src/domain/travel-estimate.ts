import { getHexagonAreaAvg, UNITS } from 'h3-js';
import { ancestorAt, resolutionOf } from './cell-number.ts';

/** Beardwood, Halton and Hammersley's constant: a shortest tour of n points in an area A is about 0.7124 sqrt(n A) long. */
const TOUR_CONSTANT = 0.7124;
/** Road kilometres for one as the crow flies. */
export const DETOUR = 1.3;
export const SPEED_KMH = 40;
/** Places among which the spacing is taken: fewer make it a matter of chance, more blur town and country. */
const ENOUGH_STOPS = 8;
/** A rep who is farther out than this combines visits or stays overnight. */
const MAX_MINUTES = 60;

/**
 * About how many minutes of travel one visit takes, by cell: the way from one place to the next on a good tour.
 *
 * The spacing of places is that of the smallest cell about a place which holds eight places that are visited (all, where there are
 * fewer): a tour's share of one place there is 0.7124 sqrt(area / places), times 1.3 for roads, at 40 km/h, at most an hour. It follows
 * from the accounts alone, so it is the same before and after a layout, adds up over cells, and lets layouts be compared; the way
 * from home, traffic and the order of visits are not in it.
 *
 * Shape: `cells` at one resolution; `stops` the places visited in each. Cost: a map entry per cell and level.
 * Source: Beardwood, Halton, Hammersley (1959), doi 10.1017/S0305004100034095; the constant by Johnson, McGeoch, Rothberg (1996).
 */
export function travelMinutesPerVisit(cells: BigUint64Array, stops: Float64Array): Float64Array {
  const minutes = new Float64Array(cells.length).fill(MAX_MINUTES);
  const [first] = cells;
  if (first === undefined) return minutes;
  const wanted = Math.min(
    ENOUGH_STOPS,
    stops.reduce((sum, count) => sum + count, 0),
  );
  let open = Array.from(cells.keys());
  for (let resolution: number = resolutionOf(first); resolution >= 0 && open.length > 0; resolution--) {
    const areaKm2 = getHexagonAreaAvg(resolution, UNITS.km2);
    const counts = new Map<bigint, number>();
    cells.forEach((cell, at) => {
      const ancestor = ancestorAt(cell, resolution);
      counts.set(ancestor, (counts.get(ancestor) ?? 0) + (stops[at] ?? 0));
    });
    open = open.filter((at) => {
      const count = counts.get(ancestorAt(cells[at] as bigint, resolution)) ?? 0;
      if (count < wanted) return true;
      const km = TOUR_CONSTANT * DETOUR * Math.sqrt(areaKm2 / count);
      minutes[at] = Math.min(MAX_MINUTES, (km / SPEED_KMH) * 60);
      return false;
    });
  }
  return minutes;
}
