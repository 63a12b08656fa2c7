import type { Resolution } from '../domain/cell.ts';

export interface OutlineRequest {
  readonly leaves: BigUint64Array;
  /** One owner per leaf: a territory, or the leaf's own position to draw the leaves. */
  readonly owners: Uint32Array;
  readonly resolution: Resolution;
  /** [west, south, east, north] in degrees: only what lies in or near it is drawn. */
  readonly window?: readonly [number, number, number, number];
}

/** Polygons in flat arrays. Polygon p is of owner `owners[p]` and has the rings `polygonStart[p]` to `polygonStart[p+1]`, the first its exterior; ring r has the points `ringStart[r]` to `ringStart[r+1]`, its first not repeated. */
export interface Outlines {
  readonly owners: Uint32Array;
  readonly polygonStart: Uint32Array;
  readonly ringStart: Uint32Array;
  /** lng, lat, lng, lat ... in ten-millionths of a degree. */
  readonly pointsE7: Int32Array;
}
