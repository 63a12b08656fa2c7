import { geoJSONToTile } from '@maplibre/geojson-vt';
import type { MapLayer } from '../application/map-encoder.ts';
import { TILE_BUFFER_SHARE, type TileAddress } from '../domain/tile-address.ts';
import { multiPolygon, type Position, polygonsByOwner } from './outline-polygons.ts';
import { ringArea } from './ring-area.ts';

/** Units along a tile's side (MVT 2.1). */
export const TILE_EXTENT = 4096;

/** An owner's outline in a tile: rings in tile units, y downward, an exterior ring (positive area) before its holes. */
export interface TileFeature {
  readonly id: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly rings: readonly Position[][];
}

/**
 * A layer's outlines in a tile's own units.
 *
 * Nothing is simplified: a corner that neighbours share is rounded to the same unit for both, so their borders stay one.
 */
export function cutTile({ outlines, feature }: MapLayer, { z, x, y }: TileAddress): TileFeature[] {
  const features = polygonsByOwner(outlines).map(([owner, polygons]) => ({
    type: 'Feature' as const,
    id: owner,
    properties: null,
    geometry: { type: 'MultiPolygon' as const, coordinates: multiPolygon(outlines, polygons) },
  }));
  const tile = geoJSONToTile({ type: 'FeatureCollection', features }, z, x, y, {
    maxZoom: z,
    tolerance: 0,
    extent: TILE_EXTENT,
    buffer: TILE_BUFFER_SHARE * TILE_EXTENT,
    clip: true,
    wrap: true,
  });
  return tile.features.flatMap(({ id, geometry }) => {
    const rings = (geometry as unknown as Position[][]).map(withoutRepeats).filter((ring) => ringArea(ring) !== 0);
    return rings.length === 0 ? [] : [{ id: Number(id), properties: feature(Number(id)).properties, rings }];
  });
}

/** Rounding puts neighbouring points into one unit: MVT wants no side without a length. */
function withoutRepeats(ring: readonly Position[]): Position[] {
  return ring.filter(([x, y], at) => at === 0 || x !== ring[at - 1]?.[0] || y !== ring[at - 1]?.[1]);
}
