import type { Outlines } from '../application/outlines.ts';

/** A position, [lng, lat] in degrees. */
export type Position = [number, number];
/** The coordinates of a GeoJSON MultiPolygon. */
export type MultiPolygon = Position[][][];

/** The polygons of each owner, owners ascending. An owner without a polygon is left out. */
export function polygonsByOwner(outlines: Outlines): [owner: number, polygons: number[]][] {
  const polygons = new Map<number, number[]>();
  outlines.owners.forEach((owner, polygon) => {
    const own = polygons.get(owner);
    if (own === undefined) polygons.set(owner, [polygon]);
    else own.push(polygon);
  });
  return Array.from(polygons).sort(([a], [b]) => a - b);
}

/** Some polygons of the outlines as one MultiPolygon. */
export function multiPolygon(outlines: Outlines, polygons: readonly number[]): MultiPolygon {
  return polygons.map((polygon) => {
    const rings: Position[][] = [];
    const end = outlines.polygonStart[polygon + 1] ?? 0;
    for (let ring = outlines.polygonStart[polygon] ?? 0; ring < end; ring++) rings.push(ringOf(outlines, ring));
    return rings;
  });
}

function ringOf({ ringStart, pointsE7 }: Outlines, ring: number): Position[] {
  const points: Position[] = [];
  const end = ringStart[ring + 1] ?? 0;
  for (let point = ringStart[ring] ?? 0; point < end; point++) {
    points.push([(pointsE7[2 * point] ?? 0) / 1e7, (pointsE7[2 * point + 1] ?? 0) / 1e7]);
  }
  if (points[0] !== undefined) points.push(points[0]);
  return points;
}
