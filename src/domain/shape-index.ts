import type { TerritoryShape } from './territory-shape.ts';

/** Most bands of latitude, and entries of edges in all of them. */
const MAX_BANDS = 4_096;
const MAX_ENTRIES = 2_000_000;

/** A run of one polygon's edges in a band, and what of longitude they span. */
interface Run {
  readonly part: number;
  readonly start: number;
  readonly end: number;
  readonly west: number;
  readonly east: number;
}

/**
 * Finds the territories whose polygons hold a place.
 *
 * Edges are held by bands of latitude, and in a band by polygon: a place is held against the edges of the polygons that lie about its longitude there. Of a
 * border the southern and western side belong to a polygon, so that of two polygons with an edge in common one has each place on it.
 */
export class ShapeIndex {
  /** lng, lat, lng, lat of each edge, the southern end first: an edge gives the same bytes whichever way it is wound. */
  readonly #edges: Float64Array;
  readonly #territories: Uint32Array;
  readonly #south: number;
  readonly #bandHeight: number;
  readonly #bands: readonly (readonly Run[])[];
  readonly #entries: Uint32Array;
  readonly #shifts: readonly number[];

  constructor(shapes: readonly TerritoryShape[]) {
    const { edges, parts, territories } = edgesOf(shapes);
    this.#edges = edges;
    this.#territories = territories;
    const count = parts.length;
    let [south, north, west, east] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let at = 0; at < edges.length; at += 2) {
      west = Math.min(west, edges[at] as number);
      east = Math.max(east, edges[at] as number);
      south = Math.min(south, edges[at + 1] as number);
      north = Math.max(north, edges[at + 1] as number);
    }
    this.#shifts = [0, ...(east > 180 ? [360] : []), ...(west < -180 ? [-360] : [])];
    this.#south = south;
    const bandsFor = (bands: number) => Math.max((north - south) / bands, Number.MIN_VALUE);
    let bands = Math.max(1, Math.min(MAX_BANDS, Math.ceil(count / 4)));
    while (bands > 1 && this.#entriesFor(bandsFor(bands), bands) > MAX_ENTRIES) bands >>>= 1;
    this.#bandHeight = bandsFor(bands);
    const lists: number[][] = Array.from({ length: bands }, () => []);
    for (let edge = 0; edge < count; edge++) {
      const [first, last] = this.#bandsOf(edge, this.#bandHeight, bands);
      for (let band = first; band <= last; band++) lists[band]?.push(edge);
    }
    this.#entries = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
    let start = 0;
    this.#bands = lists.map((list) => {
      this.#entries.set(list, start);
      const runs = runsOf(list, start, edges, parts);
      start += list.length;
      return runs;
    });
  }

  /** Positions of the territories that hold a place, ascending. */
  holding(latDeg: number, lngDeg: number): number[] {
    const band = Math.floor((latDeg - this.#south) / this.#bandHeight);
    const runs = this.#bands[Math.min(band, this.#bands.length - 1)];
    const found: number[] = [];
    if (runs === undefined || latDeg < this.#south) return found;
    for (const run of runs) {
      if (!this.#shifts.some((shift) => this.#holds(run, latDeg, lngDeg + shift))) continue;
      const territory = this.#territories[run.part] as number;
      if (!found.includes(territory)) found.push(territory);
    }
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  }

  #holds({ start, end, west, east }: Run, latDeg: number, lngDeg: number): boolean {
    if (lngDeg < west || lngDeg >= east) return false;
    let inside = false;
    for (let entry = start; entry < end; entry++) {
      const at = 4 * (this.#entries[entry] as number);
      const [latA, latB] = [this.#edges[at + 1] as number, this.#edges[at + 3] as number];
      if (latA > latDeg || latB <= latDeg) continue;
      const [lngA, lngB] = [this.#edges[at] as number, this.#edges[at + 2] as number];
      if (lngDeg < ((lngB - lngA) * (latDeg - latA)) / (latB - latA) + lngA) inside = !inside;
    }
    return inside;
  }

  #bandsOf(edge: number, height: number, bands: number): [number, number] {
    const band = (lat: number) => Math.min(bands - 1, Math.max(0, Math.floor((lat - this.#south) / height)));
    return [band(this.#edges[4 * edge + 1] as number), band(this.#edges[4 * edge + 3] as number)];
  }

  #entriesFor(height: number, bands: number): number {
    let entries = 0;
    for (let edge = 0; 4 * edge < this.#edges.length; edge++) {
      const [first, last] = this.#bandsOf(edge, height, bands);
      entries += last - first + 1;
    }
    return entries;
  }
}

/** Edges of all polygons but those along a parallel, which no line along a parallel crosses. */
function edgesOf(shapes: readonly TerritoryShape[]) {
  const edges: number[] = [];
  const parts: number[] = [];
  const territories: number[] = [];
  shapes.forEach((shape, territory) => {
    for (const { rings } of shape.parts) {
      const part = territories.push(territory) - 1;
      for (const ring of rings) {
        for (let at = 2; at < ring.length; at += 2) {
          const [lngA, latA] = [ring[at - 2] as number, ring[at - 1] as number];
          const [lngB, latB] = [ring[at] as number, ring[at + 1] as number];
          if (latA === latB) continue;
          if (latA < latB) edges.push(lngA, latA, lngB, latB);
          else edges.push(lngB, latB, lngA, latA);
          parts.push(part);
        }
      }
    }
  });
  return { edges: Float64Array.from(edges), parts, territories: Uint32Array.from(territories) };
}

/** Edges in a band, which come polygon by polygon. */
function runsOf(list: readonly number[], start: number, edges: Float64Array, parts: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < list.length; ) {
    const part = parts[list[from] as number] as number;
    let [to, west, east] = [from, Infinity, -Infinity];
    for (; to < list.length && parts[list[to] as number] === part; to++) {
      const at = 4 * (list[to] as number);
      west = Math.min(west, edges[at] as number, edges[at + 2] as number);
      east = Math.max(east, edges[at] as number, edges[at + 2] as number);
    }
    runs.push({ part, start: start + from, end: start + to, west, east });
    from = to;
  }
  return runs;
}
