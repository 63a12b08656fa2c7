import { cellToLatLng } from 'h3-js';
import { cellText } from '../domain/cell-number.ts';
import type { Layout } from '../domain/layout.ts';
import type { LeafTable } from '../domain/leaf-table.ts';
import { MAX_TILE_ZOOM } from '../domain/tile-address.ts';
import { leafZoom } from '../domain/tile-resolution.ts';

/** A degree and a half: a base cell reaches beyond its center. */
const MARGIN_DEG = 1.5;

/** TileJSON 3.0 of a layout, with `tilesUrl` for its tiles. */
export function describeTiles(layout: Layout, leaves: LeafTable, tilesUrl: string) {
  const bounds = boundsOf(leaves);
  const sums = Object.fromEntries(layout.metrics.map((name) => [`sums.${name}`, `Sum of ${name}.`]));
  const deviations = Object.fromEntries(
    layout.metrics.map((name) => [`deviations.${name}`, `Deviation of ${name} from its target, as a fraction.`]),
  );
  return {
    tilejson: '3.0.0',
    name: layout.layoutId,
    description: `${layout.territories.length} territories`,
    version: '1.0.0',
    scheme: 'xyz',
    tiles: [tilesUrl],
    minzoom: 0,
    maxzoom: MAX_TILE_ZOOM,
    bounds,
    center: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, 4],
    vector_layers: [
      {
        id: 'territories',
        description: 'Territories, a multipolygon each; neighbours share their borders.',
        minzoom: 0,
        maxzoom: MAX_TILE_ZOOM,
        fields: {
          id: 'Id of the territory.',
          name: 'Its name.',
          color: 'Position in a palette of eight; differs from every neighbour.',
          accounts: 'Accounts in it.',
          ...sums,
          ...deviations,
        },
      },
      {
        id: 'cells',
        description: 'The cells of the territories, at their own resolutions.',
        minzoom: leafZoom(layout.resolution.base),
        maxzoom: MAX_TILE_ZOOM,
        fields: {
          cell: 'H3 cell.',
          territory: 'Id of its territory.',
          color: "Its territory's position in the palette.",
          ...sums,
        },
      },
    ],
  };
}

/** [west, south, east, north] about all leaves; the whole width of the world where they lie on both sides of the antimeridian. */
function boundsOf({ cells }: LeafTable): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const cell of cells) {
    const [lat, lng] = cellToLatLng(cellText(cell));
    west = Math.min(west, lng);
    east = Math.max(east, lng);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  if (east - west > 180) [west, east] = [-180, 180];
  const round = (deg: number) => Math.round(deg * 1e4) / 1e4;
  return [
    round(Math.max(-180, west - MARGIN_DEG)),
    round(Math.max(-90, south - MARGIN_DEG)),
    round(Math.min(180, east + MARGIN_DEG)),
    round(Math.min(90, north + MARGIN_DEG)),
  ];
}
