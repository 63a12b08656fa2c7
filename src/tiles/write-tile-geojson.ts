import { latDegAt, lngDegAt, type TileAddress } from '../domain/tile-address.ts';
import { TILE_EXTENT, type TileFeature } from './cut-tile.ts';
import type { MultiPolygon, Position } from './outline-polygons.ts';
import { ringArea } from './ring-area.ts';

/** Cut layers as one GeoJSON FeatureCollection in degrees: the same shapes that the vector tile has. */
export function writeTileGeojson(
  layers: readonly (readonly [name: string, features: readonly TileFeature[]])[],
  address: TileAddress,
): string {
  const features = layers.flatMap(([layer, cut]) =>
    cut.map(({ properties, rings }) => ({
      type: 'Feature',
      properties: { layer, ...properties },
      geometry: { type: 'MultiPolygon', coordinates: toPolygons(rings, address) },
    })),
  );
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** Each exterior ring begins a polygon, the holes that follow are its own. Turned, since RFC 7946 wants y upward. */
function toPolygons(rings: readonly Position[][], address: TileAddress): MultiPolygon {
  const polygons: MultiPolygon = [];
  for (const ring of rings) {
    const degrees = ring.map((point) => toDegrees(point, address)).reverse();
    const holed = ringArea(ring) < 0 ? polygons.at(-1) : undefined;
    if (holed === undefined) polygons.push([degrees]);
    else holed.push(degrees);
  }
  return polygons;
}

function toDegrees([x, y]: Position, tile: TileAddress): Position {
  const side = 2 ** -tile.z;
  return [
    roundDegrees(lngDegAt((tile.x + x / TILE_EXTENT) * side)),
    roundDegrees(latDegAt((tile.y + y / TILE_EXTENT) * side)),
  ];
}

/** To about a centimetre: the same unit gives the same degrees in every feature. */
function roundDegrees(deg: number): number {
  return Math.round(deg * 1e7) / 1e7;
}
