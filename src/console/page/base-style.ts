import type { StyleSpecification } from 'maplibre-gl';

/** Layers of the base map that lie above the territories: lines that help to find one's way. */
export const BASE_LINES = 'state-borders';

/** Land, water and borders from this server's own files; no text, so that no glyphs are needed. */
export function baseStyle(origin: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: `${origin}/land.geojson`, attribution: 'Natural Earth' },
      borders: { type: 'geojson', data: `${origin}/borders.geojson`, attribution: 'US Census Bureau' },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': '#dce6ec' } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': '#f7f5f0' } },
      {
        id: 'coast',
        type: 'line',
        source: 'land',
        paint: { 'line-color': '#b4c3cc', 'line-width': 0.8 },
      },
      {
        id: BASE_LINES,
        type: 'line',
        source: 'borders',
        filter: ['==', ['get', 'kind'], 'state'],
        minzoom: 3,
        paint: { 'line-color': '#5b6b76', 'line-opacity': 0.35, 'line-width': 0.7, 'line-dasharray': [4, 2] },
      },
      {
        id: 'country-borders',
        type: 'line',
        source: 'borders',
        filter: ['==', ['get', 'kind'], 'country'],
        paint: { 'line-color': '#7d8b95', 'line-width': 0.9 },
      },
    ],
  };
}
