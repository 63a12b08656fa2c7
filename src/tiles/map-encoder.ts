import type { GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { MapEncoder, MapLayer, TileFormat } from '../application/map-encoder.ts';
import type { TileAddress } from '../domain/tile-address.ts';
import { cutTile, TILE_EXTENT, type TileFeature } from './cut-tile.ts';
import { writeFeatures } from './write-features.ts';
import { writeTileGeojson } from './write-tile-geojson.ts';

/** Outlines as GeoJSON text, and as vector tiles (MVT 2.1 or GeoJSON). */
export const mapEncoder: MapEncoder = {
  featureCollection: writeFeatures,
  tile(address: TileAddress, layers: readonly MapLayer[], format: TileFormat): Uint8Array | null {
    const cut = layers
      .map((layer) => [layer.name, cutTile(layer, address)] as const)
      .filter(([, features]) => features.length > 0);
    if (cut.length === 0) return null;
    return format === 'mvt' ? writeMvt(cut) : new TextEncoder().encode(writeTileGeojson(cut, address));
  },
};

/** A vector tile, with what its encoder reads of geojson-vt's tiles. */
function writeMvt(layers: readonly (readonly [name: string, features: readonly TileFeature[]])[]): Uint8Array {
  const tiles = layers.map(([name, features]) => [
    name,
    {
      features: features.map(({ id, properties, rings }) => ({
        id,
        type: 3,
        tags: mvtProperties(properties),
        geometry: rings,
      })),
    },
  ]);
  return fromGeojsonVt(Object.fromEntries(tiles) as Record<string, GeoJSONVTTile>, { version: 2, extent: TILE_EXTENT });
}

/** A whole number beyond what MVT's 64 bits hold would not encode: it goes as text. */
function mvtProperties(properties: TileFeature['properties']): Record<string, unknown> {
  const fits = (value: unknown) => typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, fits(value) ? value : String(value)]),
  );
}
