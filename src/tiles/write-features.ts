import type { MapLayer } from '../application/map-encoder.ts';
import type { Outlines } from '../application/outlines.ts';
import { polygonsByOwner } from './outline-polygons.ts';

/**
 * A GeoJSON FeatureCollection in pieces of text, a MultiPolygon for each owner.
 *
 * Written from the flat arrays: at the finest resolution the outlines of a country have a million points, which as objects would
 * not fit beside everything else.
 */
export function* writeFeatures({ outlines, feature }: MapLayer): Generator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let separator = '';
  for (const [owner, polygons] of polygonsByOwner(outlines)) {
    const { id, properties } = feature(owner);
    yield `${separator}{"type":"Feature","id":${JSON.stringify(id)},"properties":${JSON.stringify(properties)},"geometry":{"type":"MultiPolygon","coordinates":[`;
    for (const [position, polygon] of polygons.entries())
      yield (position === 0 ? '' : ',') + polygonText(outlines, polygon);
    yield ']}}';
    separator = ',';
  }
  yield ']}';
}

function polygonText(outlines: Outlines, polygon: number): string {
  const rings: string[] = [];
  const end = outlines.polygonStart[polygon + 1] ?? 0;
  for (let ring = outlines.polygonStart[polygon] ?? 0; ring < end; ring++) rings.push(ringText(outlines, ring));
  return `[${rings.join(',')}]`;
}

function ringText({ ringStart, pointsE7 }: Outlines, ring: number): string {
  const points: string[] = [];
  const end = ringStart[ring + 1] ?? 0;
  for (let point = ringStart[ring] ?? 0; point < end; point++) {
    points.push(`[${(pointsE7[2 * point] ?? 0) / 1e7},${(pointsE7[2 * point + 1] ?? 0) / 1e7}]`);
  }
  return `[${points.join(',')},${points[0]}]`;
}
