import type { TileAddress } from '../domain/tile-address.ts';
import type { Outlines } from './outlines.ts';

/** Outlines as text and as tiles. */
export interface MapEncoder {
  /** A GeoJSON FeatureCollection in pieces of text: a MultiPolygon for each owner that has one, owners ascending. */
  featureCollection(layer: MapLayer): Iterable<string>;
  /** What lies in a tile, or null where nothing does. As GeoJSON each feature has its layer's name as `layer`. */
  tile(address: TileAddress, layers: readonly MapLayer[], format: TileFormat): Uint8Array | null;
}

export interface MapLayer {
  readonly name: string;
  readonly outlines: Outlines;
  /** What a feature says of its owner: its id, and its properties. */
  readonly feature: (owner: number) => { readonly id: string; readonly properties: Readonly<Record<string, unknown>> };
}

export type TileFormat = 'mvt' | 'geojson';
