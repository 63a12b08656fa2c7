import { cellToLatLng } from 'h3-js';

/** Where a territory is. */
export interface TerritoryPlace {
  /** [lng, lat] of a cell in its middle: inside the territory whatever its form. */
  readonly label: [number, number];
  /** [west, south, east, north] of its cells' centers; `east` may be beyond 180. */
  readonly bounds: [number, number, number, number];
}

/** Territories further out than so many quartile ranges are left out of the first view, as Alaska beside the other states. */
const OUTLIER_RANGES = 2.5;

/** Where each territory is, from its cells. */
export function placeTerritories(
  territories: readonly { readonly id: string; readonly cells: readonly string[] }[],
): Map<string, TerritoryPlace> {
  return new Map(territories.filter(({ cells }) => cells.length > 0).map(({ id, cells }) => [id, placeCells(cells)]));
}

/** Where some cells are. */
export function placeCells(cells: readonly string[]): TerritoryPlace {
  const centers = cells.map((cell) => cellToLatLng(cell));
  const lats = centers.map(([lat]) => lat);
  const lngs = unwrapped(centers.map(([, lng]) => lng));
  const [lat, lng] = [median(lats), median(lngs)];
  const stretch = Math.cos((lat * Math.PI) / 180);
  let nearest = 0;
  let leastSquare = Number.POSITIVE_INFINITY;
  for (let i = 0; i < lats.length; i++) {
    const square = ((lats[i] as number) - lat) ** 2 + (((lngs[i] as number) - lng) * stretch) ** 2;
    if (square < leastSquare) [nearest, leastSquare] = [i, square];
  }
  const [south, north] = range(lats);
  const [west, east] = range(lngs);
  return { label: [lngs[nearest] as number, lats[nearest] as number], bounds: [west, south, east, north] };
}

/** The bounds of most territories: outliers would make the rest small. */
export function mainBounds(places: Iterable<TerritoryPlace>): [number, number, number, number] {
  const all = [...places];
  if (all.length === 0) return [-170, -60, 170, 75];
  const nearLng = isNear(all.map(({ label }) => label[0]));
  const nearLat = isNear(all.map(({ label }) => label[1]));
  const main = all.filter(({ label }) => nearLng(label[0]) && nearLat(label[1])).map(({ bounds }) => bounds);
  const least = (at: number) => main.reduce((value, bounds) => Math.min(value, bounds[at] as number), 999);
  const most = (at: number) => main.reduce((value, bounds) => Math.max(value, bounds[at] as number), -999);
  return [least(0), least(1), most(2), most(3)];
}

function isNear(values: readonly number[]): (value: number) => boolean {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
  const reach = OUTLIER_RANGES * Math.max(at(0.75) - at(0.25), 1);
  return (value) => value >= at(0.25) - reach && value <= at(0.75) + reach;
}

/** Longitudes on both sides of the antimeridian become neighbours: those in the west go beyond 180. */
function unwrapped(lngs: number[]): number[] {
  const [west, east] = range(lngs);
  return east - west > 180 ? lngs.map((lng) => (lng < 0 ? lng + 360 : lng)) : lngs;
}

function range(values: readonly number[]): [number, number] {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [999, -999]);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
