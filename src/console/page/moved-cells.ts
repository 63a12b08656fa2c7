import type { Feature, FeatureCollection } from 'geojson';
import { cellToBoundary, cellToLatLng } from 'h3-js';
import type { MovedCell } from './api-client.ts';

/** Moved cells for the map: each as a polygon, and as a point that is seen where the cell is too small. */
export function drawMovedCells(moves: readonly MovedCell[], metric: string): FeatureCollection {
  const most = Math.max(1e-9, ...moves.map(({ sums }) => sums[metric] ?? 0));
  return {
    type: 'FeatureCollection',
    features: moves.flatMap(({ cell, from, to, sums }): Feature[] => {
      const [lat, lng] = cellToLatLng(cell);
      const properties = { cell, from, to, share: (sums[metric] ?? 0) / most };
      return [
        { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lng, lat] } },
        { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ringOf(cell, lng)] } },
      ];
    }),
  };
}

/** Corners of a cell, all on its center's side of the antimeridian. */
function ringOf(cell: string, centerLng: number): number[][] {
  return cellToBoundary(cell, true).map(([lng, lat]) => [
    lng - centerLng > 180 ? lng - 360 : lng - centerLng < -180 ? lng + 360 : lng,
    lat,
  ]);
}
