import { Failure } from './failure.ts';
import { isPosition, type Position } from './position.ts';
import { shorten } from './shorten.ts';

/** Positions of one polygon: every account in its box is held against each. */
const MAX_POSITIONS = 1_000;

/** What lies between four degrees. Where `west` is above `east`, it spans the antimeridian. */
export interface GeoBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Rings of a Polygon or MultiPolygon, and their box. A place is inside where it is inside an odd number of rings. */
export interface GeoPolygon {
  readonly rings: readonly (readonly Position[])[];
  readonly box: GeoBox;
}

/** Reads a GeoJSON Polygon or MultiPolygon (RFC 7946). Throws `invalid-parameter`. */
export function parsePolygon(text: string, field = 'polygon'): GeoPolygon {
  const refuse = (detail: string): never => {
    throw Failure.invalid('invalid-parameter', {
      field,
      value: shorten(text),
      detail,
      remedy: `send a GeoJSON Polygon or MultiPolygon of at most ${MAX_POSITIONS} positions [lng, lat], each ring closed`,
    });
  };
  const rings = ringsOf(text) ?? refuse('is not a GeoJSON Polygon or MultiPolygon');
  if (rings.reduce((count, ring) => count + ring.length, 0) > MAX_POSITIONS) refuse('has too many positions');
  for (const ring of rings) {
    const [first, last] = [ring[0], ring.at(-1)];
    if (ring.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
      refuse('has a ring that is not closed');
  }
  const lngs = rings.flat().map(([lng]) => lng);
  const lats = rings.flat().map(([, lat]) => lat);
  if (lngs.length === 0) refuse('has no ring');
  const box = {
    west: Math.min(...lngs),
    south: Math.min(...lats),
    east: Math.max(...lngs),
    north: Math.max(...lats),
  };
  return { rings, box };
}

/** Whether a place is inside a polygon. Of its border, the southern and western side belong to it. */
export function polygonHolds({ rings }: GeoPolygon, latDeg: number, lngDeg: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let at = 1; at < ring.length; at++) {
      const [lngA, latA] = ring[at - 1] as Position;
      const [lngB, latB] = ring[at] as Position;
      if (latA > latDeg === latB > latDeg) continue;
      if (lngDeg < ((lngB - lngA) * (latDeg - latA)) / (latB - latA) + lngA) inside = !inside;
    }
  }
  return inside;
}

function ringsOf(text: string): Position[][] | null {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  const { type, coordinates } = (given ?? {}) as { readonly type?: unknown; readonly coordinates?: unknown };
  if (!Array.isArray(coordinates)) return null;
  if (type !== 'Polygon' && type !== 'MultiPolygon') return null;
  const rings =
    type === 'Polygon' ? coordinates : coordinates.flatMap((polygon) => (Array.isArray(polygon) ? polygon : [null]));
  const isRing = (ring: unknown): ring is Position[] => Array.isArray(ring) && ring.every(isPosition);
  return rings.every(isRing) ? rings : null;
}
