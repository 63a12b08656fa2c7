import { getHexagonEdgeLengthAvg, UNITS } from 'h3-js';
import type { Resolution } from './cell.ts';
import type { Layout } from './layout.ts';

const EQUATOR_KM = 40075.016686;
/** Clients draw a vector tile 512 pixels wide. */
const TILE_PIXELS = 512;
/** An outline's edge is at least this long on the screen. Longer ones draw territories apart that hang together by single cells. */
const LEAST_EDGE_PIXELS = 2.5;
/** Leaves are drawn from where the edge of a base cell is this long: smaller ones are a grey mass. */
const LEAST_LEAF_EDGE_PIXELS = 10;

/**
 * The resolution at which a zoom's outlines are drawn: the finest whose edges are some pixels long, never beyond the layout's finest,
 * nor so coarse that a layout of one city is gone when seen from afar. It follows from the zoom alone, so that tiles side by side fit.
 */
export function tileResolution(
  zoom: number,
  { base, finest }: Pick<Layout['resolution'], 'base' | 'finest'>,
): Resolution {
  let resolution = Math.max(0, base - 1);
  while (resolution < finest && edgePixels(resolution + 1, zoom) >= LEAST_EDGE_PIXELS) resolution++;
  return resolution as Resolution;
}

/** The first zoom whose tiles show the leaves of a layout. */
export function leafZoom(base: Resolution): number {
  let zoom = 0;
  while (edgePixels(base, zoom) < LEAST_LEAF_EDGE_PIXELS) zoom++;
  return zoom;
}

/** Length of a cell's edge at the equator on the screen. */
function edgePixels(resolution: number, zoom: number): number {
  return (getHexagonEdgeLengthAvg(resolution, UNITS.km) * TILE_PIXELS * 2 ** zoom) / EQUATOR_KM;
}
