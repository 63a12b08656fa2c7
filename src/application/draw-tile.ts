import type { Layout, Territory } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { TILE_BUFFER_SHARE, type TileAddress, tileWindow } from '../domain/tile-address.ts';
import { leafZoom, tileResolution } from '../domain/tile-resolution.ts';
import { drawLeaves, leafFeature } from './draw-territories.ts';
import type { MapLayer, TileFormat } from './map-encoder.ts';
import type { Ports } from './ports.ts';

/** Part of the keys of drawn tiles: a new way of drawing must not be answered with old tiles. */
export const TILE_EDITION = 2;

/**
 * A tile of a layout, or null where nothing lies in it.
 *
 * Shape: layer `territories` at every zoom, layer `cells` (the leaves) from where they are some pixels wide. Both are drawn at the
 * resolution that fits the zoom, so that borders are shared exactly.
 */
export async function drawTile(
  ports: Ports,
  workspaceId: string,
  layout: Layout,
  address: TileAddress,
  format: TileFormat,
): Promise<Uint8Array | null> {
  return keptTile(ports, `${workspaceId}/${layout.layoutId}`, address, format, async () => {
    const leaves = await ports.layouts.leaves(workspaceId, layout);
    return leaves && tileLayers(ports, layout, leaves, address);
  });
}

/** A tile that was kept under a key, or else is drawn of the layers that there are (null: of none) and kept. */
export async function keptTile(
  ports: Ports,
  name: string,
  address: TileAddress,
  format: TileFormat,
  draw: () => Promise<readonly MapLayer[] | null>,
): Promise<Uint8Array | null> {
  const key = `${name}/${TILE_EDITION}/${address.z}/${address.x}/${address.y}.${format}`;
  const kept = await ports.tiles.find(key);
  if (kept !== null) return kept.length === 0 ? null : kept;
  const layers = await draw();
  const tile = layers && ports.maps.tile(address, layers, format);
  await ports.tiles.keep(key, tile ?? new Uint8Array());
  return tile;
}

function tileLayers({ optimizer }: Ports, layout: Layout, leaves: LeafTable, address: TileAddress): MapLayer[] {
  const window = tileWindow(address, TILE_BUFFER_SHARE);
  const resolution = tileResolution(address.z, layout.resolution);
  const territories: MapLayer = {
    name: 'territories',
    outlines: optimizer.drawOutlines({ leaves: leaves.cells, owners: leaves.territories, resolution, window }),
    feature: (owner) => territoryFeature(layout.territories[owner] as Territory),
  };
  if (address.z < leafZoom(layout.resolution.base)) return [territories];
  const cells = drawLeaves(optimizer, leaves, { resolution, window }, (leaf) => flatLeafFeature(layout, leaves, leaf));
  return [territories, cells];
}

function territoryFeature({ id, name, color, accounts, sums, deviations }: Territory) {
  return {
    id,
    properties: { id, name, color, accounts, ...prefixed('sums', sums), ...prefixed('deviations', deviations) },
  };
}

function flatLeafFeature(layout: Layout, leaves: LeafTable, leaf: number) {
  const { id, properties } = leafFeature(layout, leaves, leaf);
  const { sums, ...others } = properties;
  return { id, properties: { ...others, ...prefixed('sums', sums) } };
}

/** Tiles hold flat properties: `sums.revenue`. */
export function prefixed(prefix: string, values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
}
